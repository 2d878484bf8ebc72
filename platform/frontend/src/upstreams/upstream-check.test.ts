import assert from 'node:assert/strict';
import type { HealthReport } from '@reference/kit/health';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EdgeUnderTest } from '../testing/edge-under-test';

let edge: EdgeUnderTest;
beforeEach(async () => {
  edge = await EdgeUnderTest.start();
});
afterEach(async () => edge.stop());

interface Told {
  http: number;
  status: string;
  auth: [status: string | undefined, detail: string | undefined];
  backend: [status: string | undefined, detail: string | undefined];
}

async function health(): Promise<Told> {
  const response = await edge.fetch('/health/ready');
  const { status, checks } = (await response.json()) as HealthReport;
  const of = (name: string): [string | undefined, string | undefined] => [
    checks[name]?.status,
    checks[name]?.detail,
  ];
  return { http: response.status, status, auth: of('auth'), backend: of('backend') };
}

const READY: [string, undefined] = ['ready', undefined];

describe('the health of the edge', () => {
  it('needs both services to start, and says which one is not there yet', async () => {
    await edge.upstream('auth');
    const told = await health();
    assert.deepEqual([told.http, told.status, told.auth], [503, 'unavailable', READY]);
    assert.deepEqual(told.backend, ['unavailable', 'no backend service is registered in service discovery']);
    await edge.upstream('backend');
    assert.deepEqual(await health(), { http: 200, status: 'ready', auth: READY, backend: READY });
    assert.equal((await edge.fetch('/health/live')).status, 200);
  });

  it('is only degraded by the loss of what was there, and follows it to its cause', async () => {
    const [auth, backend] = [await edge.upstream('auth'), await edge.upstream('backend')];
    await health();
    auth.health = {
      status: 'unavailable',
      checks: {
        postgres: { status: 'unavailable', detail: 'connect ECONNREFUSED' },
        mail: { status: 'ready' },
      },
    };
    backend.health = {
      status: 'degraded',
      checks: { auth: { status: 'degraded', detail: 'the auth service says it is not ready (503)' } },
    };
    assert.deepEqual(await health(), {
      http: 200,
      status: 'degraded',
      auth: ['degraded', 'the auth service says it is unavailable (postgres: connect ECONNREFUSED)'],
      backend: [
        'degraded',
        'the backend service says it is degraded (auth: the auth service says it is not ready (503))',
      ],
    });
  });

  it('names who does not answer, and is whole again with them', async () => {
    const [auth, backend] = [await edge.upstream('auth'), await edge.upstream('backend')];
    await health();
    await backend.die();
    const [status, detail] = (await health()).backend;
    assert.equal(status, 'degraded');
    assert.match(detail ?? '', /^the backend service does not answer \(connect ECONNREFUSED .*\)$/);
    await edge.upstream('backend');
    assert.deepEqual((await health()).backend, READY);
    assert.equal(auth.requests.length, 0);
  });

  it('is whole as long as one instance of each is', async () => {
    await edge.upstream('auth');
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    one.health = { status: 'unavailable' };
    assert.deepEqual((await health()).backend, READY);
    two.health = { status: 'degraded', checks: { llm: { status: 'degraded', detail: 'circuit open' } } };
    assert.deepEqual((await health()).backend, [
      'degraded',
      'the backend service, instance 2, says it is degraded (llm: circuit open); the backend service says it is unavailable',
    ]);
  });
});
