import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue } from '../../requirements/catalogue';
import { check, RULES } from './check';
import type { FeatureFile, Finding, StepInCode } from './model';
import { parseFeature } from './parse';

const FILE = 'features/onboarding/new-user-first-chat.feature';

const GOOD = `@journey:new-user-first-chat @priority:critical @owner:growth @mrr:100000
Feature: A new user reaches the first answer

  Rule: Signing up leads to an answer

    @req:U10.1 @needs:mailbox
    Scenario: A visitor signs up
      Given Ada has signed up
      When Ada logs in
      Then Ada is known
`;

const OUTLINE = `${GOOD.replace('Scenario: A visitor signs up', 'Scenario Outline: A visitor signs up <where>')}
      @layer:page @needs:browser
      Examples:
        | where        |
        | on the pages |

      @layer:api
      Examples:
        | where       |
        | with an app |
`;

function step(pattern: string, more: Partial<StepInCode> = {}): StepInCode {
  const file = 'step-definitions/account.steps.ts';
  return {
    file,
    line: 1,
    pattern,
    isRegularExpression: false,
    needs: [],
    matches: (text) => text === pattern,
    ...more,
  };
}

const STEPS = [step('Ada has signed up', { needs: ['mailbox'] }), step('Ada logs in'), step('Ada is known')];

function findings(text: string, { file = FILE, steps = STEPS } = {}): Finding[] {
  const parsed = parseFeature(file, text);
  if (Array.isArray(parsed)) return parsed;
  return check({ features: [parsed], steps, catalogue: loadCatalogue() });
}

/** The change must be found by this rule, and by no other. */
function breaks(
  rule: string,
  text: string,
  sentence: RegExp,
  more: Parameters<typeof findings>[1] = {},
): void {
  assert.notEqual(text, GOOD + (more.steps || more.file ? ' ' : ''), 'nothing was changed');
  const found = findings(text, more);
  assert.deepEqual([...new Set(found.map((one) => one.rule))], [rule], JSON.stringify(found));
  assert.match(found.map((one) => one.sentence).join('\n'), sentence);
  assert.ok(found.every(({ line }) => line >= 1));
}

const inText = (from: string, to: string): string => {
  assert.ok(GOOD.includes(from), from);
  return GOOD.replace(from, to);
};

describe('the checks of the features', () => {
  it('find nothing in a good feature', () => assert.deepEqual(findings(GOOD), []));

  it('name every rule once, and each has a test below', () => {
    assert.deepEqual(Object.keys(RULES), [...tested]);
  });

  const tested = new Set<string>();
  const rule = (name: string, cases: Record<string, () => void>) => {
    if (name in RULES) tested.add(name);
    for (const [what, red] of Object.entries(cases)) it(`${name}: ${what}`, red);
  };

  rule('journey-tags', {
    'no journey': () =>
      breaks('journey-tags', inText('@journey:new-user-first-chat ', ''), /carries 0 @journey/),
    'an unknown journey': () =>
      breaks('journey-tags', inText('first-chat @', 'first-chatt @'), /is no journey/),
    'another revenue': () => breaks('journey-tags', inText('@mrr:100000', '@mrr:10000'), /says @mrr:100000/),
    'another owner': () =>
      breaks('journey-tags', inText('@owner:growth', '@owner:chat'), /says @owner:growth/),
    'no priority': () => breaks('journey-tags', inText('@priority:critical ', ''), /@priority: is missing/),
    'the wrong folder': () =>
      breaks('journey-tags', GOOD, /belongs at features\/onboarding/, {
        file: 'features/chat/new-user-first-chat.feature',
      }),
  });
  rule('requirement-tags', {
    'an unknown demand': () =>
      breaks('requirement-tags', inText('@req:U10.1', '@req:U10.99'), /@req:U10\.99 is not in/),
    'no demand': () => breaks('requirement-tags', inText('@req:U10.1 ', ''), /claims no requirement/),
  });
  rule('needs-tags', {
    'a need that is not declared': () =>
      breaks('needs-tags', inText(' @needs:mailbox', ''), /add @needs:mailbox/),
    'a need that nobody has': () =>
      breaks('needs-tags', inText('@needs:mailbox', '@needs:mailbox @needs:cache'), /take @needs:cache away/),
    'an unknown need': () =>
      breaks(
        'needs-tags',
        inText('@needs:mailbox', '@needs:mailbox @needs:magic'),
        /@needs:magic is no capability/,
      ),
    'the pages without a browser': () =>
      breaks('needs-tags', inText('@needs:mailbox', '@layer:page @needs:mailbox'), /add @needs:browser/),
    'a browser for Examples that are not on the pages': () => {
      const text = OUTLINE.replace('@layer:page @needs:browser', '@layer:page').replace(
        '@needs:mailbox',
        '@needs:browser @needs:mailbox',
      );
      const found = findings(text);
      assert.deepEqual(
        found.map(({ rule: name, line }) => `${name} ${line}`),
        ['needs-tags 18'],
        JSON.stringify(found),
      );
    },
    'an unknown profile': () =>
      breaks('needs-tags', inText('@req:U10.1', '@platform:huge @req:U10.1'), /@platform:huge is no profile/),
  });
  rule('layer-tags', {
    'an unknown layer': () =>
      breaks(
        'layer-tags',
        inText('@req:U10.1', '@layer:ui @req:U10.1'),
        /@layer:ui is no layer; .* page or api/,
      ),
    'two layers at once': () =>
      breaks(
        'layer-tags',
        inText('@needs:mailbox', '@layer:page @layer:api @needs:browser @needs:mailbox'),
        /is on page and api at once/,
      ),
    'Examples of one layer beside Examples of none': () =>
      breaks('layer-tags', OUTLINE.replace('      @layer:api\n', ''), /These Examples .* add @layer:api/),
  });
  rule('plain-words', {
    'a technical word': () =>
      breaks(
        'plain-words',
        inText('A visitor signs up', 'A visitor gets a token'),
        /"token" is a technical word/,
      ),
  });
  rule('living-voice', {
    should: () =>
      breaks('living-voice', inText('A visitor signs up', 'A visitor should sign up'), /"should"/),
    'first person': () => breaks('living-voice', inText('A visitor signs up', 'Here I sign up'), /"I"/),
  });
  rule('one-when', {
    'two Whens': () =>
      breaks(
        'one-when',
        inText('Then Ada is known', 'Then Ada is known\n      When Ada logs in'),
        /has 2 Whens/,
      ),
    'no When': () => breaks('one-when', inText('When Ada logs in', 'And Ada logs in'), /has 0 Whens/),
    'no Then': () => breaks('one-when', inText('Then Ada is known', 'And Ada is known'), /has no Then/),
    'no step at all': () => {
      const empty = GOOD.slice(0, GOOD.indexOf('      Given')).replace(' @needs:mailbox', '');
      const found = findings(empty);
      assert.ok(found.some((one) => one.rule === 'one-when' && /is empty/.test(one.sentence)));
    },
    'too many steps': () =>
      breaks(
        'one-when',
        inText('Then Ada is known', `Then Ada is known${'\n      And Ada is known'.repeat(4)}`),
        /has 7 steps/,
      ),
  });
  rule('short-steps', {
    'a long step': () => {
      const long = `Ada ${'really '.repeat(20)}logs in`;
      breaks('short-steps', inText('Ada logs in', long), /can still be read aloud/, {
        steps: [...STEPS.filter(({ pattern }) => pattern !== 'Ada logs in'), step(long)],
      });
    },
  });
  rule('defined-once', {
    'an undefined step': () =>
      breaks(
        'defined-once',
        inText('Then Ada is known', 'Then Ada is known\n      And Ada is happy'),
        /has no step definition/,
      ),
    'an ambiguous step': () =>
      breaks('defined-once', GOOD, /is defined more than once/, { steps: [...STEPS, step('Ada logs in')] }),
  });
  rule('all-used', {
    'an unused step': () =>
      breaks('all-used', GOOD, /No feature uses "Ada sings"/, { steps: [...STEPS, step('Ada sings')] }),
  });
  rule('no-regular-expressions', {
    'a regular expression': () => {
      const [first, ...others] = STEPS;
      assert.ok(first);
      breaks('no-regular-expressions', GOOD, /is a regular expression/, {
        steps: [{ ...first, isRegularExpression: true }, ...others],
      });
    },
  });
  rule('canonical-form', {
    'an indentation of one’s own': () =>
      breaks('canonical-form', inText('      When', '     When'), /npm run format:features/),
  });
  rule('parses', {
    'no Gherkin': () => breaks('parses', inText('Scenario:', 'Scenaro:'), /This is not Gherkin/),
    'an empty file': () => breaks('parses', '', /holds no feature/),
  });

  it('find nothing in a scenario on both layers', () => assert.deepEqual(findings(OUTLINE), []));

  it('want a requirement of every table of Examples', () => {
    const text = OUTLINE.replace('@req:U10.1 ', '').replace('@layer:api', '@layer:api @req:U10.1');
    assert.match(findings(text)[0]?.sentence ?? '', /claims no requirement/);
  });

  it('let features for engineers use technical words', () => {
    const text = inText('A visitor signs up', 'A visitor gets a token').replace(
      '@mrr:100000',
      '@mrr:100000 @audience:engineer',
    );
    assert.deepEqual(findings(text), []);
  });

  it('do not judge what people say', () => {
    const text = inText('When Ada logs in', 'When Ada says "I should get a JSON token"');
    const steps = [
      ...STEPS.filter(({ pattern }) => pattern !== 'Ada logs in'),
      step('Ada says "I should get a JSON token"'),
    ];
    assert.deepEqual(findings(text, { steps }), []);
  });

  it('count the steps of a background', () => {
    const text = GOOD.replace('  Rule:', '  Background:\n    Given Ada has signed up\n\n  Rule:').replace(
      '      Given Ada has signed up\n',
      '',
    );
    assert.deepEqual(findings(text), []);
    const parsed = parseFeature(FILE, text) as FeatureFile;
    assert.equal(parsed.scenarios[0]?.background.length, 1);
  });
});
