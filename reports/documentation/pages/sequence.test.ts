import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RawExchange, RawLogLine } from '../record/evidence';
import { sequenceOf, type StepTraffic } from './sequence';

const START = 1_800_000_000_000;
const time = (ms: number): string => new Date(START + ms).toISOString();

const exchange = (at: number, what: string, more: Partial<RawExchange> = {}): RawExchange => ({
  ...{ at: START + at, actor: 'Ada', peer: 'backend', kind: 'http', real: true, what },
  ...more,
});
const log = (at: number, service: string, msg: string, more: Record<string, unknown> = {}): RawLogLine => ({
  ...{ time: time(at), level: 'info', service, msg },
  ...more,
});
const step = (exchanges: RawExchange[], more: Partial<StepTraffic> = {}): StepTraffic => ({
  ...{ index: 0, text: 'Ada asks', isOutcome: false, startedAt: START, exchanges },
  ...more,
});

function drawn(steps: StepTraffic[], logs: RawLogLine[] = [], onPages = false): string[] {
  return sequenceOf({ startedAt: START, onPages, steps, logs }).arrows.map(
    ({ from, to, label, times, failed, seen_by }) =>
      `${from} > ${to}: ${label}${times > 1 ? ` x${times}` : ''}${failed ? ' failed' : ''}${seen_by === 'logs' ? ' (logs)' : ''}`,
  );
}

describe('a sequence of what travelled', () => {
  it('is in the order of time, whoever saw it, with what followed itself told once', () => {
    const frames = [30, 10, 11, 12].map((at) =>
      exchange(at, at === 30 ? 'closed 4003 expired' : 'received partial_result', { kind: 'websocket' }),
    );
    assert.deepEqual(drawn([step([...frames, exchange(1, 'POST /auth/login -> 401', { peer: 'auth' })])]), [
      'Ada > auth: POST /auth/login -> 401 failed',
      'agents > Ada: partial_result x3',
      'Ada > backend: closed 4003 expired failed',
    ]);
  });

  it('has the browser between people and services, only where people act on pages', () => {
    const asks = step([exchange(5, 'GET /api/threads -> 200')]);
    const sees = step([exchange(15, 'received thread_created', { kind: 'websocket' })], {
      ...{ index: 1, text: 'Ada sees it', isOutcome: true, startedAt: START + 10 },
    });
    assert.deepEqual(drawn([asks, sees], [], true), [
      "Ada > Ada's browser: Ada asks",
      "Ada's browser > backend: GET /api/threads -> 200",
      "Ada's browser > Ada: Ada sees it",
      "backend > Ada's browser: thread_created",
    ]);
    assert.deepEqual(drawn([asks]), ['Ada > backend: GET /api/threads -> 200']);
  });

  it('has exchanges among services where both ends logged them, and no others', () => {
    const logs = [
      log(1, 'auth', 'published user.registered', { event_id: 'e1', event_type: 'user.registered' }),
      log(2, 'backend', 'user event taken in', { event_id: 'e1' }),
      log(3, 'backend', 'user event taken in', { event_id: 'of-somebody-else' }),
      log(4, 'auth', 'published user.deleted', { event_id: 'nobody-took-it' }),
      log(5, 'mail', 'mail accepted', { mail_id: 'm1' }),
      log(6, 'auth', 'sent a mail to verify_email', { purpose: 'verify_email' }),
      log(7, 'mail', 'mail accepted', { mail_id: 'of-nobody' }),
    ];
    assert.deepEqual(drawn([], logs), [
      'auth > backend: user.registered (logs)',
      'auth > mail: a mail to verify email (logs)',
    ]);
  });

  it('has calls of the model only by the service that logged the work of agents', () => {
    const call = log(9, 'llm', 'POST /v1/chat/completions 503', { method: 'POST', status: 503 });
    assert.deepEqual(drawn([], [call]), []);
    assert.deepEqual(drawn([], [log(8, 'backend', 'triage decided'), call]), [
      'backend > llm: POST /v1/chat/completions 503 failed (logs)',
    ]);
  });

  it('ends where nobody would read on, and says how much is left out', () => {
    const many = Array.from({ length: 400 }, (_, index) => exchange(index, `GET /api/${index} -> 200`));
    const { arrows, left_out } = sequenceOf({
      startedAt: START,
      onPages: false,
      steps: [step(many)],
      logs: [],
    });
    assert.deepEqual([arrows.length, left_out], [150, 250]);
  });
});
