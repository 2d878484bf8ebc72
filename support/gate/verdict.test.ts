import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { emptyHistory, withRun, type History } from '../../reports/documentation/history/history-file';
import type { Summary } from '../../reports/summary-schema';
import { proofOf, feature, IN_THEN, resultOf } from '../../reports/test-support/results';
import { Sentence } from '../sentence';
import { readRules, type Rules } from './rules';
import { checksOf, isYes } from './verdict';

const STRICT: Rules = {
  ...{ at_risk: 0, blocked: 0, uncovered: 0, unverified: 0, unproven: 0 },
  ...{ real_share: 80, flakes: 0 },
};
const folder = mkdtempSync(join(tmpdir(), 'gate-'));
after(() => rmSync(folder, { recursive: true }));

/** A run that keeps every rule: all five journeys are there, proved, and nearly everything is real. */
function goodRun(): Summary {
  const exchanges = [{ peer: 'auth', kind: 'http', real: true, count: 9 }, { peer: 'llm', kind: 'http', real: false, count: 1 }]; // prettier-ignore
  const journeys = { base: 'A1.1', upper: 'A2.1', lone: 'B1.1', quiet: 'B2.1', top: 'A1.2' };
  const features = Object.entries(journeys).map(([id, demand]) => feature(id, { [id]: `@req:${demand}` }));
  const { summary } = resultOf({
    features: Object.assign({}, ...features) as Record<string, string>,
    scripts: { base: { facts: { exchanges } } },
    proof: proofOf(...Object.values(journeys)),
    file: { target: 'local', commit: 'c0ffee' },
  });
  return structuredClone(summary);
}

const broken = (change: (summary: Summary) => void, rules: Partial<Rules> = {}, history = emptyHistory()) => {
  const summary = goodRun();
  change(summary);
  const checks = checksOf(summary, history, { ...STRICT, ...rules });
  assert.equal(
    isYes(checks),
    checks.every(({ kept }) => kept),
  );
  return checks.filter(({ kept }) => !kept).map(({ rule }) => rule);
};

function ofJourney(summary: Summary, status: Summary['journeys'][number]['status'], amount: number): void {
  const [journey] = summary.journeys;
  assert.ok(journey);
  journey.status = status;
  summary.revenue[status] += amount;
}

describe('the gate', () => {
  it('says yes to a run that keeps every rule', () =>
    assert.deepEqual(
      broken(() => undefined),
      [],
    ));

  for (const state of ['at_risk', 'blocked', 'uncovered', 'unverified', 'unproven'] as const) {
    const rule = state.replace('_', ' ');
    it(`says no to a journey that is ${rule}, also to one without a figure`, () => {
      assert.deepEqual(
        broken((summary) => ofJourney(summary, state, 100)),
        [rule],
      );
      assert.deepEqual(
        broken((summary) => ofJourney(summary, state, 0)),
        [rule],
      );
    });
    it(`lets pass as much that is ${rule} as a rule allows, and no more`, () => {
      const rules = { [state]: 100 };
      assert.deepEqual(
        broken((summary) => ofJourney(summary, state, 100), rules),
        [],
      );
      assert.deepEqual(
        broken((summary) => ofJourney(summary, state, 101), rules),
        [rule],
      );
    });
  }

  it('says no to a run that was red, that failed as a whole, or in which nothing passed', () => {
    assert.deepEqual(
      broken(({ run }) => void (run.exit_code = 1)),
      ['the run itself'],
    );
    assert.deepEqual(
      broken(({ run }) => void (run.failure = 'it was interrupted')),
      ['the run itself'],
    );
    assert.deepEqual(
      broken(({ totals }) => void (totals.passed = 0)),
      ['the run itself'],
    );
  });

  it('says no below the real share, and where nobody knows it', () => {
    assert.deepEqual(
      broken(({ real_share }) => void (real_share.ratio = 0.8)),
      [],
    );
    assert.deepEqual(
      broken(({ real_share }) => void (real_share.ratio = 0.799)),
      ['real exchanges'],
    );
    assert.deepEqual(
      broken(({ real_share }) => void (real_share.ratio = null)),
      ['real exchanges'],
    );
  });

  it('says no to a scenario that passed and failed on the same commit', () => {
    assert.deepEqual(
      broken(() => undefined, {}, historyOf('c0ffee', ['passed', 'failed'])),
      ['flakes'],
    );
    assert.deepEqual(
      broken(() => undefined, {}, historyOf('c0ffee', ['failed', 'failed'])),
      [],
    );
    assert.deepEqual(
      broken(() => undefined, {}, historyOf('another', ['passed', 'failed'])),
      [],
    );
    assert.deepEqual(
      broken(() => undefined, { flakes: 1 }, historyOf('c0ffee', ['passed', 'failed'])),
      [],
    );
  });

  it('goes by the exit code that a red run leaves', () => {
    const { summary } = resultOf({ features: feature('base', { a: '' }), scripts: { a: IN_THEN } });
    assert.equal(isYes(checksOf(summary, emptyHistory(), STRICT)), false);
  });
});

describe('the rules of the gate', () => {
  it("are those of every target, and a target's own where it has some", () => {
    const own = readRules('gate.yaml', 'running-platform');
    assert.deepEqual(readRules('gate.yaml', 'local'), STRICT);
    assert.ok(own.unverified > 0);
    assert.equal(own.at_risk, 0);
  });

  it('are refused in one sentence when they are wrong', () => {
    const path = join(folder, 'rules.yaml');
    const refused = (text: string, why: RegExp) => {
      writeFileSync(path, text);
      assert.throws(() => readRules(path, null), (cause: unknown) => cause instanceof Sentence && why.test(cause.message)); // prettier-ignore
    };
    refused('every: [', /is not YAML/);
    refused('every: { at_risk: 0 }', /every\.blocked/);
    refused(readFileSync('gate.yaml', 'utf8').replace('flakes: 0', 'flakes: some'), /every\.flakes/);
    assert.throws(() => readRules(join(folder, 'none.yaml'), null), /cannot be read/);
  });
});

describe('npm run gate', () => {
  it('exits with 0, 1 or 2, and says why in a table or in one sentence', async () => {
    const good = goodRun();
    assert.match((await gate(good)).said, /✓ at risk[^]*Yes: every rule is kept/);
    assert.equal((await gate(good)).code, 0);
    ofJourney(good, 'at_risk', 100);
    const bad = await gate(good);
    assert.equal(bad.code, 1);
    assert.match(bad.said, /✗ at risk +none +\$100, 1 journey\n +\w+\n[^]*No: 1 rule is broken/);
    assert.deepEqual(await gate({ schema: 2 }), { code: 2, said: `${join(folder, 'summary.json')} is no summary of a run: schema: Invalid input: expected 1. Run npm run acceptance again.\n` }); // prettier-ignore
    assert.match((await gate('{')).said, /^.* is not JSON, so there is nothing to judge; .*\n$/);
  });
});

describe('npm run gaps', () => {
  it('lists demands that no scenario showed, and exits with 1 where there are some', async () => {
    const good = goodRun();
    for (const row of good.requirements) if (row.journey !== null) row.status = 'passed';
    assert.equal((await gate(good, 'support/gate/gaps.ts')).code, 0);
    const [row] = good.requirements;
    assert.ok(row);
    row.status = 'missing';
    const { code, said } = await gate(good, 'support/gate/gaps.ts');
    assert.equal(code, 1);
    assert.match(
      said,
      new RegExp(`### ${row.journey ?? ''}\n\n- \\*\\*${row.id}\\*\\* ${row.text} \\(missing\\)`),
    );
    assert.equal((await gate('{', 'support/gate/gaps.ts')).code, 2);
  });
});

async function gate(
  summary: unknown,
  file = 'support/gate/main.ts',
): Promise<{ code: number; said: string }> {
  const path = join(folder, 'summary.json');
  writeFileSync(path, typeof summary === 'string' ? summary : JSON.stringify(summary));
  const root = resolve(__dirname, '..', '..');
  const args = ['-r', './support/register.cjs', file, '--summary', path];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: root }, (cause, stdout, stderr) => {
      const code = cause === null ? 0 : Number(cause.code);
      done({ code, said: `${stdout}${stderr}` });
    });
  });
}

function historyOf(commit: string, outcomes: readonly string[]): History {
  return outcomes.reduce<History>(
    (history, outcome, index) =>
      withRun(
        history,
        {
          ...{
            id: `run-${index}`,
            started_at: `2026-01-0${index + 1}T00:00:00.000Z`,
            target: 'local',
            commit,
          },
          ...{ duration_ms: 1, exit_code: 0, whole: true, failure: null, journeys: {} },
          by_state: { protected: 0, unproven: 0, unverified: 0, uncovered: 0, blocked: 0, at_risk: 0 },
          scenarios: { a: [outcome, 1] },
        },
        { a: { id: 'a', journey: 'base', name: 'A' } },
      ),
    emptyHistory(),
  );
}
