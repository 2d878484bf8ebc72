import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrame } from './envelope';

/** What became of a text: the frame's type, or the code it was refused with. */
function outcome(text: string): string {
  const reading = readFrame(text);
  if (reading.kind === 'frame') return reading.frame.type;
  return reading.kind === 'refused' ? reading.refusal.code : reading.kind;
}

const say = (payload: unknown, beside: object = {}) =>
  JSON.stringify({ type: 'chat_message', payload, ...beside });
const message = { content: 'hello', client_message_id: 'm1' };
const THREAD = '6f1c6c0e-58a5-4f0e-9a0a-3f3a0f6f1c6c';

test('a frame of the contract is read, with and without what is optional', () => {
  assert.equal(outcome('{"type":"ping","payload":{}}'), 'ping');
  assert.equal(outcome(say(message)), 'chat_message');
  const beside = {
    id: 'c1',
    timestamp: 'now',
    thread_id: THREAD,
    run_id: THREAD,
    seq: 1,
    trace_id: 'a'.repeat(32),
  };
  assert.equal(outcome(say(message, beside)), 'chat_message');
});

test('content is counted in characters, not in the units they are made of', () => {
  assert.equal(outcome(say({ ...message, content: '😀'.repeat(8_000) })), 'chat_message');
  assert.equal(outcome(say({ ...message, content: 'x'.repeat(8_001) })), 'invalid_payload');
  assert.equal(outcome(say({ ...message, content: '' })), 'invalid_payload');
});

test('what is not JSON is told apart from what is not a frame', () => {
  for (const text of ['', 'hello', '{', "{'type':'ping'}", '\u0000']) assert.equal(outcome(text), 'not_json');
});

test('anything without type and payload is a bad envelope', () => {
  const texts = [
    'null',
    '7',
    '"ping"',
    '[]',
    '[{"type":"ping","payload":{}}]',
    '{}',
    '{"event":"chat_message","data":{"content":"hello"}}',
    '{"type":"ping"}',
    '{"payload":{}}',
    '{"type":7,"payload":{}}',
    '{"type":{"toString":1},"payload":{}}',
    '{"type":"ping","payload":null}',
    '{"type":"ping","payload":[]}',
    '{"type":"ping","payload":"x"}',
    '{"__proto__":{"type":"ping","payload":{}}}',
  ];
  for (const text of texts) assert.equal(outcome(text), 'bad_envelope', text);
});

test('fields beside type and payload are the contract’s, and of its form', () => {
  const besides = [
    { event: 'x' },
    { id: 7 },
    { id: '' },
    { thread_id: 'mine' },
    { trace_id: '0'.repeat(32) },
    { seq: -1 },
  ];
  for (const beside of besides)
    assert.equal(outcome(say(message, beside)), 'bad_envelope', JSON.stringify(beside));
});

test('types that the contract does not have are unknown, whatever objects inherit', () => {
  for (const type of ['', 'chat', 'agent_started', '__proto__', 'constructor', 'hasOwnProperty']) {
    assert.equal(outcome(JSON.stringify({ type, payload: {} })), 'unknown_type', type);
  }
});

test('a payload is refused for what it lacks, has wrong or has too much', () => {
  const payloads = [
    {},
    { content: 'hello' },
    { ...message, content: 7 },
    { ...message, content: ['hello'] },
    { ...message, client_message_id: '' },
    { ...message, client_message_id: 'x'.repeat(129) },
    { ...message, extra: true },
    { ...message, content: 'NUL \0' },
    { ...message, content: 'half \ud83d' },
  ];
  for (const payload of payloads)
    assert.equal(outcome(say(payload)), 'invalid_payload', JSON.stringify(payload));
  assert.equal(outcome('{"type":"ping","payload":{"__proto__":1}}'), 'invalid_payload');
});

test('deep nesting ends in a refusal, not in a crash', () => {
  const deep = '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000);
  assert.equal(outcome(`{"type":"chat_message","payload":${deep}}`), 'invalid_payload');
});

test('a refusal knows which frame it answers, if the frame said so in a usable way', () => {
  const idOf = (text: string) => {
    const reading = readFrame(text);
    return reading.kind === 'refused' ? reading.id : 'not refused';
  };
  assert.equal(idOf('{"type":"x","payload":{},"id":"c7"}'), 'c7');
  assert.equal(idOf('{"id":"c8"}'), 'c8');
  assert.equal(idOf('{"id":{"a":1}}'), undefined);
  assert.equal(idOf(`{"id":"${'x'.repeat(129)}"}`), undefined);
  assert.equal(idOf('[]'), undefined);
});
