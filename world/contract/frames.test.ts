import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { breachesOf, halfBuiltIn } from './frames';
import { EVENT_TYPES } from './published';

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

describe('what somebody forgot to finish', () => {
  it('is found wherever it stands', () => {
    for (const [value, found] of [
      [{ payload: { result: Promise.resolve(1) } }, '.payload.result is empty'],
      [{ payload: { message: 'Hello [object Object]' } }, '.payload.message is "Hello [object Object]"'],
      [{ payload: { list: ['a', 'undefined'] } }, '.payload.list.1 is "undefined"'],
      [{ payload: {} }, '.payload is empty'],
    ] as const)
      assert.deepEqual(halfBuiltIn(value), [found]);
  });

  it('is not a tool that is asked for nothing, an empty list, or a word in a sentence', () => {
    const payload = {
      arguments: {},
      tools: [],
      thought: 'That is null and undefined.',
      count: 0,
      nothing: null,
    };
    assert.deepEqual(halfBuiltIn({ payload }), []);
  });
});
