import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redactJson } from './redaction';
import { summarySchema } from './summary-schema';
import { REAL, feature, resultOf } from './test-support/results';

const summary = resultOf({ catalogue: REAL, features: feature('many-tabs', { a: '@req:U5.1' }) }).summary;

describe('summary.json', () => {
  it('has exactly the agreed parts', () => {
    assert.deepEqual(Object.keys(summary), [
      'schema', 'run', 'platform', 'totals', 'revenue', 'critical_path', 'journeys', 'requirements', 'measures',
      'real_share', 'frames', 'leaks',
    ]); // prettier-ignore
    assert.deepEqual(Object.keys(summary.run), [
      'id', 'started_at', 'duration_ms', 'target', 'commit', 'node', 'seed', 'workers', 'exit_code',
    ]); // prettier-ignore
  });

  it('refuses a field nobody agreed on, wherever it stands', () => {
    for (const extra of [
      { ...summary, extra: 1 },
      { ...summary, run: { ...summary.run, extra: 1 } },
      { ...summary, journeys: [{ ...summary.journeys[0], extra: 1 }] },
    ])
      assert.equal(summarySchema.safeParse(extra).success, false);
  });

  it('refuses totals that do not add up', () => {
    const totals = { ...summary.totals, passed: summary.totals.passed + 1 };
    assert.equal(summarySchema.safeParse({ ...summary, totals }).success, false);
  });

  it('refuses a state that does not exist', () => {
    const [first, ...rest] = summary.journeys;
    const journeys = [{ ...first, status: 'green' }, ...rest];
    assert.equal(summarySchema.safeParse({ ...summary, journeys }).success, false);
  });

  it('says nothing that redaction would take for a secret', () =>
    assert.deepEqual(redactJson(summary), summary));

  it('takes what the run file says of the run', () => {
    const file = {
      run_id: 'r1', started_at: '2026-11-21T10:00:00Z', target: 'local', seed: 42, workers: 3, node: 'v24.1.0', commit: 'abc',
      platform: { ready_ms: 1800, instances: 2, services: [{ name: 'auth', source: 's', version: '1', ready_ms: 700 }] },
    }; // prettier-ignore
    const { run, platform } = resultOf({ features: {}, file }).summary;
    assert.deepEqual(
      [run.id, run.target, run.seed, run.workers, run.node, run.commit],
      ['r1', 'local', '42', 3, 'v24.1.0', 'abc'],
    );
    assert.deepEqual(platform, file.platform);
    assert.equal(run.started_at, '2026-11-21T10:00:00.000Z');
  });
});
