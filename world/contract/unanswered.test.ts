import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Unanswered } from './unanswered';

const say = (key: string, id?: string) => ({
  ...{ type: 'chat_message', payload: { content: 'x', client_message_id: key } },
  ...(id === undefined ? {} : { id }),
});
const accepted = (key: string) => ({ type: 'message_accepted', payload: { client_message_id: key } });

describe('frames without an answer', () => {
  it('wait for their own event, and for no other', () => {
    const waiting = new Unanswered();
    waiting.add(say('a'));
    waiting.add(say('b'));
    waiting.take(accepted('b'));
    waiting.take({ type: 'pong', payload: {} });
    assert.deepEqual(waiting.all(), ['chat_message']);
    waiting.take(accepted('a'));
    assert.deepEqual(waiting.all(), []);
  });

  it('are answered by the error that names them, or the oldest by one that names none', () => {
    const waiting = new Unanswered();
    waiting.add(say('a'));
    waiting.add(say('b', 'second'));
    waiting.add({ type: 'stop', payload: { run_id: 'r' }, id: 'third' });
    waiting.take({ type: 'error', payload: { in_reply_to: 'second' } });
    assert.deepEqual(waiting.all(), ['chat_message', 'stop']);
    waiting.take({ type: 'error', payload: {} });
    waiting.take({ type: 'agent_error', payload: {}, run_id: 'another' });
    assert.deepEqual(waiting.all(), ['stop']);
    waiting.take({ type: 'agent_error', payload: {}, run_id: 'r' });
    assert.deepEqual(waiting.all(), []);
  });

  it('are also what is no frame', () => {
    const waiting = new Unanswered();
    waiting.add([1]);
    assert.deepEqual(waiting.all(), ['frame of no type']);
    waiting.take({ type: 'error', payload: {} });
    assert.deepEqual(waiting.all(), []);
  });
});
