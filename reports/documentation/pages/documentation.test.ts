import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal } from '../../run/journal';
import { runFileSchema } from '../../run/run-file';
import { summarise } from '../../summarise';
import { documentedRun } from '../../test-support/documented-run';
import { feature, IN_THEN, LACKING, proofOf, SMALL, type Given } from '../../test-support/results';
import { stream } from '../../test-support/stream';
import { noProof } from '../../proof';
import { Chronicle } from '../record/chronicle';
import type { JourneyCard } from '../site-data';
import { documentationOf, type Documentation } from './documentation';

function documented(
  { catalogue = SMALL, proof = noProof(null), file = {}, ...run }: Given,
  envelopes = stream(run),
): Documentation {
  const journal = new Journal();
  const chronicle = new Chronicle();
  for (const envelope of envelopes) {
    journal.update(envelope);
    chronicle.take(envelope);
  }
  const at = 1_800_000_000_000;
  const result = summarise(journal, {
    catalogue,
    proof,
    file: runFileSchema.parse(file),
    openedAt: at,
    now: at,
  });
  return documentationOf({ result, chronicle, stories: new Map(), now: at });
}

const card = ({ site }: Documentation, id: string): JourneyCard => {
  const found = site.journeys.find((journey) => journey.id === id);
  assert.ok(found, id);
  return found;
};

describe('the revenue in the documentation', () => {
  const features = { ...feature('base', { one: '@req:A1.1' }), ...feature('lone', { two: '@req:B1.1' }) };

  it('is protected only where it passed and was proved', () => {
    const made = documented({ features, proof: proofOf('A1.1') });
    assert.equal(made.site.revenue.protected, 100);
    assert.equal(card(made, 'base').state, 'protected');
    assert.match(card(made, 'base').why, /seen to fail when it is broken/);
  });

  it('is never protected by a journey that is unproven', () => {
    const made = documented({ features });
    assert.deepEqual([made.site.revenue.protected, made.site.revenue.unproven], [0, 200]);
    assert.match(card(made, 'base').why, /nothing has shown lately that they would notice a breach of A1\.1/);
  });

  it('is never protected by a journey that nobody looked at', () => {
    const made = documented({ features, scripts: { one: LACKING }, proof: proofOf('A1.1', 'B1.1') });
    assert.deepEqual([made.site.revenue.protected, made.site.revenue.unverified], [100, 100]);
    assert.equal(card(made, 'base').why, 'The target keeps its key.');
    assert.equal(made.site.plans[0]?.by_state.protected, 0);
  });

  it('is at risk with the sentence of what failed', () => {
    const made = documented({ features, scripts: { one: IN_THEN } });
    assert.equal(made.site.revenue.at_risk, 100);
    assert.equal(card(made, 'base').why, '“one” failed: expected one, got another');
    assert.equal(made.site.journeys[0]?.id, 'base', 'what is at risk comes first');
  });
});

describe('a run that failed before its first scenario', () => {
  const failure = 'auth did not start: the database refuses its password.';

  it('is documented whole: everything blocked, with the reason', () => {
    const made = documented({
      features: feature('base', { one: '@req:A1.1' }),
      file: { failure },
      ends: false,
      beforeAll: { status: 'FAILED' },
    });
    assert.equal(card(made, 'base').state, 'blocked');
    assert.equal(card(made, 'base').why, failure);
    assert.equal(made.site.run.failure, failure);
    const [page] = [...made.scenarios()];
    assert.equal(page?.cause?.sentence, failure);
    assert.deepEqual(page.steps, []);
  });

  it('is documented even where not one feature was read', () => {
    const made = documented({ features: {}, file: { failure } });
    assert.ok(made.site.journeys.every(({ state }) => state === 'blocked'));
    assert.equal(made.site.revenue.blocked, 250);
    assert.ok(made.site.demands.every(({ gaps }) => !gaps.includes('no scenario')));
    assert.ok(made.site.demands.every(({ journey, status }) => journey === null || status === 'blocked'));
  });
});

describe('the pages', () => {
  const made = documented({ features: {} }, documentedRun());

  it('tell a journey as a person reads it: narrative, background, rules, examples with their outcomes', () => {
    const tabs = made.journeys.find(({ id }) => id === 'many-tabs');
    assert.deepEqual(tabs?.narrative, [
      'People open a second tab before they have closed the first.',
      'Revenue at risk: $50K MRR, user experience.',
    ]);
    assert.deepEqual(
      tabs.background.map(({ text }) => text),
      ['Ada is a customer'],
    );
    const [rule] = tabs.sections;
    assert.equal(rule?.rule, 'Every tab has the whole chat');
    const outline = rule.scenarios[1];
    assert.deepEqual(
      outline?.steps.map(({ keyword, text }) => `${keyword} ${text}`),
      ['When Ada asks "4 servers?" <where>', 'Then Ada reads the same answer in each tab'],
    );
    const rows = outline.examples[0]?.rows ?? [];
    assert.deepEqual(
      rows.map(({ cells }) => cells),
      [['on the pages'], ['with an app']],
    );
    assert.ok(rows.every(({ id }) => made.site.scenarios.some((scenario) => scenario.id === id)));
  });

  it('have a page for each scenario, with evidence under its step and the cause of a failure', () => {
    const pages = [...made.scenarios()];
    assert.deepEqual(
      pages.map(({ id }) => id),
      made.site.scenarios.map(({ id }) => id),
    );
    const third = pages.find(({ id }) => id.startsWith('a-third-tab'));
    assert.deepEqual(
      third?.steps.map(({ exchanges }) => exchanges.length),
      [2, 4, 1],
    );
    const failed = pages.find(({ id }) => id.startsWith('the-link-is-old'));
    assert.equal(failed?.cause?.sentence, 'Ada was never told.');
    assert.equal(failed.cause.details[0], '  wanted   it has expired');
    assert.equal(failed.cause.step, 'Ada is told that it has expired');
  });

  it('leave nothing of the catalogue out, and say what stands in the way of believing it', () => {
    assert.equal(made.site.demands.length, SMALL.requirements.size);
    assert.deepEqual(made.site.demands.find(({ id }) => id === 'A1.1')?.gaps, ['no scenario', 'no defect']);
  });

  it('know the sentences that features can be written with only where the suite tells them', () => {
    assert.deepEqual(made.site.steps, []);
  });
});
