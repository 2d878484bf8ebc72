import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call } from '../calls/call';
import { FakeSocket, FakeTimers, settled } from '../testing/fakes';
import { Chat } from './chat';
import { DRAFT } from './state';

async function chatting({ threads = [] as { id: string; title: string }[] } = {}) {
  const timers = new FakeTimers();
  const sockets: FakeSocket[] = [];
  const opened: string[] = [];
  let ids = 0;
  const chat = new Chat({
    call: async <T>({ path }: Call) => {
      assert.match(path, /^\/api\/threads\?/);
      return { threads } as T;
    },
    newId: () => `c${(ids += 1)}`,
    now: () => new Date(0),
    onThread: (thread) => {
      opened.push(thread);
      chat.open(thread);
    },
    onFrame: () => undefined,
    link: {
      open: (token) => {
        const socket = new FakeSocket(token);
        sockets.push(socket);
        return socket;
      },
      token: async () => 'token',
      isFinal: () => false,
      isOnline: () => true,
      after: timers.after,
      random: () => 0,
      onEnd: () => undefined,
    },
  });
  const socket = () => sockets.at(-1) ?? assert.fail('no socket');
  let seq = 0;
  const tell = (type: string, payload: object, about: object = {}) =>
    socket().says(type, payload, { seq: (seq += 1), ...about });
  const accept = (clientId: string, thread: string, content = 'x') =>
    tell(
      'message_accepted',
      { message_id: `m-${clientId}`, client_message_id: clientId, content },
      { thread_id: thread, run_id: `r-${clientId}` },
    );
  chat.start();
  await settled();
  socket().welcomes(0);
  await settled();
  const messages = () =>
    sockets.flatMap((one) => one.frames('chat_message').map(({ payload }) => payload['client_message_id']));
  return { chat, timers, sockets, socket, opened, tell, accept, messages, seq: () => seq };
}

describe('the chat of a tab', () => {
  it('sends what was said without a connection once, after the reconnection and its replay', async () => {
    const { chat, timers, socket, messages } = await chatting();
    socket().closes(1006);
    chat.say('t', 'from the tunnel');
    assert.deepEqual(messages(), []);
    timers.pass(250);
    await settled();
    socket().welcomes(1);
    chat.say('t', 'and one more');
    assert.deepEqual(messages(), [], 'what was missed comes first');
    socket().says('resumed', { last_seq: 1, replayed: 1 });
    socket().says('thread_renamed', { thread_id: 't', title: 'x' }, { seq: 1 });
    assert.deepEqual(messages(), ['c1', 'c2']);
    assert.equal(socket().frames('chat_message')[0]?.thread_id, 't');
  });

  it('sends again what was lost with the connection', async () => {
    const { chat, timers, socket, messages } = await chatting();
    chat.say('t', 'hello');
    socket().closes(1006);
    timers.pass(250);
    await settled();
    socket().welcomes(0);
    assert.deepEqual(messages(), ['c1', 'c1']);
  });

  it('does not send again what the replay shows as accepted', async () => {
    const { chat, timers, socket, messages } = await chatting();
    chat.say('t', 'hello');
    socket().closes(1006);
    timers.pass(250);
    await settled();
    socket().welcomes(1);
    socket().says('resumed', { last_seq: 1, replayed: 1 });
    const payload = { message_id: 'm', client_message_id: 'c1', content: 'hello' };
    socket().says('message_accepted', payload, { seq: 1, thread_id: 't', run_id: 'r' });
    assert.deepEqual(messages(), ['c1']);
  });

  it('opens the thread that the first message made, and sends the others into it', async () => {
    const { chat, socket, opened, accept, messages } = await chatting();
    chat.open(undefined);
    chat.say(undefined, 'one');
    chat.say(undefined, 'two');
    assert.deepEqual(messages(), ['c1']);
    accept('c1', 'made', 'one');
    assert.deepEqual(opened, ['made']);
    assert.deepEqual(messages(), ['c1', 'c2']);
    assert.equal(socket().frames('chat_message')[1]?.thread_id, 'made');
    assert.deepEqual(chat.state.get().conversations[DRAFT]?.items, []);
  });

  it('opens the thread it asked for, and no thread of another tab', async () => {
    const { chat, opened, tell } = await chatting();
    const created = (id: string) =>
      tell('thread_created', { thread_id: id, title: 'New chat', created_at: '' });
    created('elsewhere');
    chat.createThread();
    created('mine');
    created('elsewhere too');
    assert.deepEqual(opened, ['mine']);
  });

  it('names an untitled thread after its first message, and leaves it at that', async () => {
    const { chat, socket, accept } = await chatting({ threads: [{ id: 't', title: 'New chat' }] });
    chat.open('t');
    chat.say('t', 'hosting costs');
    accept('c1', 't', 'hosting costs');
    assert.deepEqual(
      socket()
        .frames('rename_thread')
        .map(({ payload }) => payload),
      [{ thread_id: 't', title: 'hosting costs' }],
    );
    chat.say('t', 'and more');
    accept('c2', 't', 'and more');
    assert.equal(socket().frames('rename_thread').length, 1);
  });

  it('tells why a message was refused, and sends it again when asked', async () => {
    const { chat, socket, messages } = await chatting();
    chat.say('t', 'hello');
    socket().says('error', { code: 'rate_limited', message: 'Too fast.', in_reply_to: 'c1' });
    const item = () => chat.state.get().conversations['t']?.items[0];
    assert.equal(item()?.state, 'refused');
    chat.sayAgain('t', 'c1', 'hello');
    assert.equal(item()?.state, 'sending');
    assert.deepEqual(messages(), ['c1', 'c1']);
  });

  it('gives words back that no message of the plan is left for', async () => {
    const { chat, socket } = await chatting();
    chat.say('t', 'hello');
    socket().says('error', { code: 'quota_exceeded', message: 'All used.', in_reply_to: 'c1' });
    assert.deepEqual(chat.state.get().conversations['t']?.items, []);
    assert.deepEqual(chat.returned.get(), { thread: 't', content: 'hello' });
    assert.match(chat.notice.get() ?? '', /not sent/);
    socket().says('quota_lifted', { used: 5, limit: null, resets_at: '2026-12-01T00:00:00.000Z' });
    assert.equal(chat.notice.get(), undefined);
  });

  it('says that a thread is not there', async () => {
    const { chat, socket } = await chatting();
    chat.open('gone');
    socket().says('error', { code: 'thread_not_found', message: 'No.', in_reply_to: 'open:gone' });
    assert.equal(chat.state.get().conversations['gone']?.status, 'missing');
  });

  it('loads the open thread anew where events were missed for good', async () => {
    const { chat, timers, socket } = await chatting();
    chat.open('t');
    socket().closes(1006);
    timers.pass(250);
    await settled();
    socket().welcomes(9_000);
    socket().says('error', { code: 'resume_gap', message: 'gone', in_reply_to: 'resume' });
    assert.equal(socket().frames('switch_thread').length, 1);
  });
});
