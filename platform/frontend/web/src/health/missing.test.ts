import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeTimers, settled } from '../testing/fakes';
import { missingIn, type Missing } from './missing';
import { HealthWatch } from './watch';

const ready = { status: 'ready' };
const gone = { status: 'degraded', detail: 'the auth service does not answer (connection refused)' };
const complaining = {
  status: 'degraded',
  detail: 'the backend service says it is degraded (llm: no answer)',
};

describe('what is missing', () => {
  const cases: [string, unknown, Missing][] = [
    ['all is well', { checks: { auth: ready, backend: ready } }, 'nothing'],
    ['auth is gone', { checks: { auth: gone, backend: ready } }, 'auth'],
    ['backend is gone', { checks: { auth: ready, backend: gone } }, 'backend'],
    ['both are gone', { checks: { auth: gone, backend: { status: 'unavailable' } } }, 'both'],
    ['a service complains and works', { checks: { auth: gone, backend: complaining } }, 'auth'],
    ['the answer says nothing', undefined, 'edge'],
    ['the answer is a refusal', { code: 'not_found' }, 'edge'],
  ];
  for (const [when, report, missing] of cases)
    it(`is ${missing} when ${when}`, () => assert.equal(missingIn(report), missing));
});

describe('the watch over the health', () => {
  it('asks every 15 s, and every second from a failure to the recovery', async () => {
    const timers = new FakeTimers();
    const reports: (object | undefined)[] = [
      { checks: {} },
      undefined,
      { checks: { auth: gone } },
      { checks: { auth: ready } },
    ];
    const watch = new HealthWatch({
      after: timers.after,
      ask: async () => {
        const report = reports.shift();
        if (!report) throw new TypeError('no answer');
        return report;
      },
    });
    const seen: [Missing, number | undefined][] = [];
    watch.start();
    for (let round = 0; round < 4; round += 1) {
      await settled();
      seen.push([watch.missing.get(), timers.next]);
      timers.pass(timers.next ?? 0);
    }
    watch.stop();
    assert.deepEqual(seen, [
      ['nothing', 15_000],
      ['edge', 1_000],
      ['auth', 1_000],
      ['nothing', 15_000],
    ]);
  });
});
