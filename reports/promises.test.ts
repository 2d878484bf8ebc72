import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proofOf, REAL, feature, resultOf } from './test-support/results';

/** A run of the journey whose scenario measured connections that took so long. */
function runWith(...ms: readonly number[]) {
  const facts = {
    measures: ms.map((one) => ({ name: 'websocket_connected', ms: one, budget_ms: 2_000 })),
  };
  const { summary } = resultOf({
    catalogue: REAL,
    features: feature('service-levels', { a: '@req:P7.1' }),
    scripts: { a: { facts } },
    proof: proofOf('P7.1'),
  });
  const row = summary.requirements.find(({ id }) => id === 'P7.1');
  const journey = summary.journeys.find(({ id }) => id === 'service-levels');
  return { summary, status: row?.status, state: journey?.status };
}

describe('a promise about speed', () => {
  it('is kept where every sample of the run kept it', () => {
    const { status, state, summary } = runWith(20, 1_999);
    assert.deepEqual(
      { status, state, exit: summary.run.exit_code },
      { status: 'passed', state: 'protected', exit: 0 },
    );
  });

  it('that one sample broke fails its demand, puts its journey at risk and makes the run red', () => {
    const { status, state, summary } = runWith(20, 2_001);
    assert.deepEqual(
      { status, state, exit: summary.run.exit_code },
      { status: 'failed', state: 'at_risk', exit: 1 },
    );
    assert.equal(
      summary.run.failure,
      'P7.1 is broken: of 2 samples of websocket connected the slowest took 2001 ms, and 2000 ms are promised.',
    );
  });
});
