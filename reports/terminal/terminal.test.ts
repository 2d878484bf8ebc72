import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal } from '../run/journal';
import { runFileSchema } from '../run/run-file';
import { IN_GIVEN, IN_THEN, LACKING, REAL, feature, proofOf, resultOf } from '../test-support/results';
import { stream, type StreamOptions } from '../test-support/stream';
import { Progress } from './progress';
import { tellSummary } from './summary';
import { cut, table, terminalOf, wrapped, type OutputStream } from './text';

const ESCAPE = /\x1b\[/; // eslint-disable-line no-control-regex
const LONG =
  'Ada, who has been away for a very long while and forgot nearly everything, comes back one Monday and is greeted by name';

const FEATURES = {
  ...feature('token-lifecycle', { 'a forged token is refused': '@req:U6.2', [LONG]: '@req:U6.1' }),
  ...feature('authenticated-chat-connection', { 'chat opens': '@req:U2.2' }),
  ...feature('new-user-first-chat', { 'Ada is answered': '@req:S2.1', 'the database agrees': '@req:E1.3' }),
  ...feature('user-isolation', { 'Bram sees nothing': '@req:S8.1' }),
};
const result = resultOf({
  catalogue: REAL,
  features: FEATURES,
  scripts: {
    'a forged token is refused': { ...IN_THEN, message: 'The forged token was accepted (waited 2.0 s).\n  wanted 401' },
    'chat opens': IN_GIVEN,
    'Bram sees nothing': LACKING,
    'Ada is answered': {
      ms: 1240,
      facts: {
        measures: [{ name: 'websocket_connected', ms: 31.4, budget_ms: 2000 }, { name: 'answer', ms: 6100, budget_ms: 5000 }],
        exchanges: [{ peer: 'auth', kind: 'http', real: true, count: 9 }, { peer: 'llm', kind: 'http', real: false, count: 1 }],
      },
    },
    'the database agrees': { facts: { unverified: [{ line: 'the row in auth', reason: 'no access to the database' }] } },
  },
  proof: proofOf('S2.1', 'E1.3'),
  file: { target: 'local', seed: 7, platform: { ready_ms: 1834 }, lacking: {},
    traffic: {
      exchanges: [{ peer: 'backend-database', kind: 'sql', real: true, count: 9, of: 'everybody' }, { peer: 'platform', kind: 'http', real: true, count: 2, of: 'services' }],
      complaint: 'The logs could not be read.',
    },
  },
}); // prettier-ignore

const tell = (to: OutputStream = {}, env: NodeJS.ProcessEnv = {}): string =>
  tellSummary(result, '/results', terminalOf(to, env));

describe('the summary in the terminal', () => {
  it('reads like this', () => {
    const text = tell();
    const expected = [
      'What is red',
      '  ✗ a forged token is refused',
      '    features/c/token-lifecycle.feature:5',
      '    The forged token was accepted (waited 2.0 s).',
      '    expected one, got another (a journey before it is red)',
      '  at risk    token-lifecycle                 $50,000  1 of 2 scenarios  1 of 10 demands',
      '  blocked    authenticated-chat-connection   $80,000   0 of 1 scenario  0 of 13 demands',
      '             stands on token-lifecycle',
      '  unverified  user-isolation',
      '  protected  new-user-first-chat            $100,000',
      '23 journeys without a scenario: ',
      '  at risk      $50,000',
      '  blocked      $80,000',
      '  protected   $100,000  13 %  passed, and shown to fail when broken',
      '  $786,667 a month on all journeys, each counted once, at its worst state',
      'As told: "$235K MRR protected".',
      '  ✓ Platform start       working  $786,667  stand on it',
      '  1.24 s  Ada is answered',
      '  ✓  platform start             1  1.83 s    -   1.83 s  17.0 s',
      '  ✓  websocket connected        1    31 ms    -    31 ms  2.00 s',
      '  ✗  answer                     1  6.10 s    -   6.10 s  5.00 s',
      '  - The target keeps its key. (1 scenario)',
      '  - "the row in auth": no access to the database (in 1 scenario)',
      '  - 86 % of 21 exchanges between processes were real; 11 were among the services.',
      '  - With stand-ins: 1 with llm.',
      "  - Ours: 2 with platform: the launcher's control interface",
      '  - The logs could not be read.',
      '✗ 6 scenarios: 3 passed, 2 failed, 1 unverified · 18 steps · 5.00 s',
      'target local · seed 7',
    ];
    let from = 0;
    for (const line of expected) {
      const compact = (words: string): string => words.replace(/ +/g, ' ');
      const found = compact(text).indexOf(compact(line), from);
      assert.ok(found >= 0, `not found, or not in this order: ${line}\n${text}`);
      from = found;
    }
  });

  it('is never wider than 100 characters, nor than the terminal', () => {
    for (const [columns, widest] of [
      [undefined, 100],
      [200, 100],
      [80, 80],
      [60, 60],
    ] as const)
      for (const line of tell(columns ? { columns } : {}).split('\n'))
        if (!line.includes('/results'))
          assert.ok(line.length <= widest, `${line.length} > ${widest}: ${line}`);
  });

  it('is coloured in a terminal only, and not where nobody wants colours', () => {
    assert.match(tell({ isTTY: true }), ESCAPE);
    assert.doesNotMatch(tell({ isTTY: false }), ESCAPE);
    assert.doesNotMatch(tell({ isTTY: true }, { NO_COLOR: '1' }), ESCAPE);
    assert.doesNotMatch(tell({ isTTY: true }, { TERM: 'dumb' }), ESCAPE);
  });

  it('warns of claims and journeys that the catalogue does not have', () => {
    const stranger = resultOf({
      catalogue: REAL,
      features: feature('no-such-journey', { a: '@req:U99.1 @req:U.S8' }),
    });
    const text = tellSummary(stranger, '/results', terminalOf({}, {}));
    assert.match(text, /@req:U99\.1 at features\/c\/no-such-journey\.feature:5 claims a demand/);
    assert.match(text, /@req:U\.S8 at/);
    assert.match(text, /belongs to "no-such-journey"/);
  });

  it('tells why nothing ran once, and not for each scenario', () => {
    const dead = resultOf({
      catalogue: REAL,
      features: FEATURES,
      beforeAll: { status: 'FAILED', message: 'auth exited' },
    });
    const text = tellSummary(dead, '/results', terminalOf({}, {}));
    assert.match(text, /"the platform" failed: auth exited\.\n {4}6 scenarios never ran because of that\./);
    assert.equal(text.match(/auth exited/g)?.length, 1);
    assert.match(text, /✗ Platform start +broken/);
  });
});

describe('progress', () => {
  function tellProgress(
    run: StreamOptions,
    live: boolean,
    to: OutputStream = {},
    messages = stream(run),
  ): string {
    const journal = new Journal();
    let told = '';
    const write = (text: string): void => void (told += text);
    const progress = new Progress(journal, () => runFileSchema.parse({}), {
      ...terminalOf(to, {}),
      write,
      live,
    });
    for (const envelope of messages) {
      journal.update(envelope);
      progress.take(envelope);
    }
    progress.close();
    return told;
  }
  const features = feature('many-tabs', { first: '', second: '', third: '' });

  it('is a line for each scenario where nothing can be updated', () => {
    const told = tellProgress({ features, scripts: { second: LACKING } }, false);
    assert.equal(told, '✓ first  10 ms\n- second (unverified)  10 ms\n✓ third  10 ms\n');
  });

  it('is one line that updates in a terminal, and is gone at the end', () => {
    const told = tellProgress({ features }, true, { isTTY: true, columns: 40 });
    assert.equal(told.split('\n').length, 1);
    assert.match(told, /1\/3 .*✓ first.*2\/3 .*✓ second.*3\/3 .*✓ third/s);
    assert.ok(told.endsWith('\r\x1b[2K'));
  });

  it('tells a failure in full before the scenario is over', () => {
    const message = 'Ada never got the answer.\n  wanted   agent_completed\n  last     partial_result #14';
    const told = tellProgress(
      { features, scripts: { first: { ...IN_THEN, message, ends: 'unfinished' } } },
      false,
    );
    assert.match(
      told,
      /✗ first\n {2}About many-tabs · features\/c\/many-tabs\.feature:5\n {2}at "Then she is heard":\n/,
    );
    assert.match(
      told,
      / {4}Ada never got the answer\.\n {6}wanted {3}agent_completed\n {6}last {5}partial_result #14\n/,
    );
    assert.match(told, / {4}at World.<anonymous> \(step-definitions\/chat\.steps\.ts:12:3\)\n/);
  });

  it('tells what is red without a failed step', () => {
    const told = tellProgress(
      { features, scripts: { first: { steps: ['UNDEFINED'] }, second: { failedAttempts: 1 } } },
      false,
    );
    assert.match(told, /✗ first \(undefined\)\n {4}No step definition says what "Ada is there" means\./);
    assert.match(told, /✗ second\n {4}It passed only at attempt 2/);
  });

  it('tells once what failed around the scenarios in every worker, and at once', () => {
    const run: StreamOptions = { features, beforeAll: { status: 'FAILED', message: 'auth exited' } };
    const inEachWorker = stream(run).flatMap((one) => (one.testRunHookFinished ? [one, one] : [one]));
    const told = tellProgress(run, false, {}, inEachWorker);
    assert.equal(told, '✗ Before the scenarios, "the platform" failed: auth exited.\n');
  });
});

describe('text', () => {
  it('wraps under its lead, and breaks what is too long for a line', () => {
    assert.deepEqual(wrapped('one two three four', 12, '- '), ['- one two', '  three four']);
    assert.deepEqual(wrapped('x'.repeat(25), 12, '- '), [
      `- ${'x'.repeat(10)}`,
      `  ${'x'.repeat(10)}`,
      `  ${'x'.repeat(5)}`,
    ]);
  });
  it('cuts with an ellipsis', () => assert.deepEqual([cut('abcdef', 4), cut('abc', 4)], ['abc…', 'abc']));
  it('takes the room that a table lacks from its wide column', () => {
    const lines = table([['a', 'b'.repeat(30), '12'], ['aa', 'c', '3']], 24, { right: [2], wide: 1 });
    assert.deepEqual(lines, [`  a   ${'b'.repeat(13)}…  12`, `  aa  c${' '.repeat(16)}3`]);
  }); // prettier-ignore
});
