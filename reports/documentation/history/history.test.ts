import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isFlaky, slowerThanBefore } from './baseline';
import { changesBetween, runBefore } from './changes';
import { emptyHistory, MOST_RUNS, readHistory, withRun, writeHistory, type HistoryRun } from './history-file';

const folder = mkdtempSync(join(tmpdir(), 'history-'));
after(() => rmSync(folder, { recursive: true }));

const NO_MONEY = { at_risk: 0, blocked: 0, uncovered: 0, unverified: 0, unproven: 0, protected: 0 };

function run(n: number, more: Partial<HistoryRun> = {}): HistoryRun {
  return {
    ...{
      id: `run-${n}`,
      started_at: new Date(1_800_000_000_000 + n * 60_000).toISOString(),
      target: 'local',
    },
    ...{ commit: 'c0ffee', duration_ms: 1000, exit_code: 0, whole: true, failure: null },
    ...{ by_state: NO_MONEY, journeys: {}, scenarios: { a: ['passed', 1000] } },
    ...more,
  };
}
const runs = (...outcomes: string[]): HistoryRun[] =>
  outcomes.map((outcome, index) => run(index, { scenarios: { a: [outcome, 1000 + index] } }));

describe('the history', () => {
  it('keeps the last fifty runs in a small file, and the names that they know', () => {
    const scenarios = Object.fromEntries(
      Array.from({ length: 120 }, (_, index): [string, [string, number]] => [
        index.toString(16).padStart(8, '0'),
        ['passed', 1234],
      ]),
    );
    let history = emptyHistory();
    history = withRun(history, run(0), { a: { id: 'a', journey: 'j', name: 'gone' } });
    for (let n = 1; n <= MOST_RUNS; n += 1) history = withRun(history, run(n, { scenarios }), {});
    assert.equal(history.runs.length, MOST_RUNS);
    assert.equal(history.runs[0]?.id, 'run-1');
    assert.deepEqual(history.names, {});
    const path = join(folder, 'history.json');
    writeHistory(path, history);
    assert.ok(statSync(path).size < 250_000, `${statSync(path).size} bytes`);
    assert.deepEqual(readHistory(path), { history, complaint: null });
  });

  it('has a run that is documented anew once', () => {
    const history = withRun(withRun(emptyHistory(), run(1), {}), run(1, { exit_code: 1 }), {});
    assert.deepEqual(
      history.runs.map(({ exit_code }) => exit_code),
      [1],
    );
  });

  it('says so when its file cannot be read, and begins anew', () => {
    const path = join(folder, 'broken.json');
    for (const content of ['{', '{"schema":2}']) {
      writeFileSync(path, content);
      const { history, complaint } = readHistory(path);
      assert.deepEqual(history, emptyHistory());
      assert.match(
        complaint ?? '',
        /broken\.json is not a history that can be read, so the history begins anew\./,
      );
    }
  });
});

describe('a baseline', () => {
  it('takes five passes, and calls slower what is half as long again and more than half a second', () => {
    const five = runs('passed', 'passed', 'passed', 'failed', 'passed', 'passed');
    assert.deepEqual(slowerThanBefore('a', 1800, five), { baseline_ms: 1002, runs: 5 });
    assert.equal(slowerThanBefore('a', 1400, five), null);
    assert.equal(slowerThanBefore('a', 9000, five.slice(2)), null, 'four say nothing');
    const quick = five.map((one) => ({ ...one, scenarios: { a: ['passed', 10] as [string, number] } }));
    assert.equal(slowerThanBefore('a', 400, quick), null, 'noise');
  });
});

describe('a flaky scenario', () => {
  it('passed and failed by turns on one commit; one turn may have been an edit', () => {
    assert.equal(isFlaky('a', runs('passed', 'failed', 'passed')), true);
    assert.equal(isFlaky('a', runs('passed', 'failed')), false);
    assert.equal(isFlaky('a', runs('passed', 'unverified', 'passed')), false);
  });

  it('is not one whose code changed, or whose run failed around it', () => {
    const [one, two, three] = runs('passed', 'failed', 'passed');
    assert.ok(one && two && three);
    assert.equal(isFlaky('a', [one, { ...two, commit: 'other' }, three]), false);
    assert.equal(isFlaky('a', [one, { ...two, failure: 'The platform never came up.' }, three]), false);
  });
});

describe('what changed', () => {
  const journeys = (state: 'protected' | 'at_risk'): HistoryRun['journeys'] => ({
    tabs: { state, ms: 1, mrr: 50 },
  });
  const before = run(1, { journeys: journeys('protected'), by_state: { ...NO_MONEY, protected: 50 } });
  const now = run(2, {
    journeys: journeys('at_risk'),
    by_state: { ...NO_MONEY, at_risk: 50 },
    scenarios: { a: ['failed', 1000], b: ['passed', 1] },
  });
  const names = { a: { id: 'page-a', journey: 'tabs', name: 'A third tab' } };

  it('is the states with their money, and what scenarios came to', () => {
    const { revenue, list, comparable } = changesBetween(before, now, names, () => true);
    assert.equal(comparable, 'whole');
    assert.deepEqual(revenue, { protected: -50, at_risk: 50 });
    assert.deepEqual(
      list.map(({ name, from, to, better, id }) => [name, from, to, better, id]),
      [
        ['tabs', 'protected', 'at_risk', false, 'tabs'],
        ['A third tab', 'passed', 'failed', false, 'page-a'],
        ['b', 'not there', 'passed', true, null],
      ],
    );
  });

  it('of a part is only what both looked at, and no sum of money', () => {
    const { revenue, list } = changesBetween({ ...before, whole: false }, now, names, () => true);
    assert.deepEqual(revenue, {});
    assert.deepEqual(
      list.map(({ name }) => name),
      ['tabs', 'A third tab'],
    );
  });

  it('is told since the last run of the same target, a whole one for a whole one', () => {
    const part = run(3, { whole: false });
    const other = run(4, { target: 'staging' });
    const all = [before, now, part, other];
    assert.equal(runBefore(run(5), all)?.id, 'run-2');
    assert.equal(runBefore(run(5, { whole: false }), all)?.id, 'run-3');
    assert.equal(runBefore(run(5, { target: 'nowhere' }), all), undefined);
  });
});
