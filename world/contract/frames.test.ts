import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { breachesOf, EVENT_TYPES } from './frames';

const pong = () => ({
  type: 'pong',
  id: randomUUID(),
  timestamp: '2026-11-21T01:44:44.247Z',
  trace_id: 'a'.repeat(32),
  payload: { server_time: '2026-11-21T01:44:44.247Z' },
});

describe('the message contract', () => {
  it('knows the events of the wire contract', () => {
    for (const type of [
      'connection_established',
      'message_accepted',
      'agent_started',
      'partial_result',
      'error',
    ]) {
      assert.ok(EVENT_TYPES.includes(type), type);
    }
  });

  it('accepts a frame that keeps to it', () => assert.deepEqual(breachesOf(pong()), []));

  for (const [what, frame] of [
    ['a missing id', { ...pong(), id: undefined }],
    ['a half-built id', { ...pong(), id: '[object Promise]' }],
    ['a time that is none', { ...pong(), timestamp: 'yesterday' }],
    ['a field nobody agreed on', { ...pong(), debug: true }],
    ['an unknown type', { ...pong(), type: 'pongg' }],
    ['the {event, data} form', { event: 'pong', data: {} }],
    ['a list', [pong()]],
    ['no object', 'pong'],
  ] as const) {
    it(`finds ${what}`, () => assert.notDeepEqual(breachesOf(frame), []));
  }
});
