import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeSocket, FakeTimers, settled } from '../testing/fakes';
import { Connection } from './connection';

function connection({ online = true } = {}) {
  const timers = new FakeTimers();
  const seen = {
    sockets: [] as FakeSocket[],
    statuses: [] as string[],
    frames: [] as string[],
    ready: [] as boolean[],
    notices: [] as (string | undefined)[],
    ends: 0,
  };
  const tokens = {
    current: 'first',
    fail: undefined as Error | undefined,
    rejected: [] as (string | undefined)[],
  };
  const network = { online };
  const chat = new Connection({
    open: (token) => {
      const socket = new FakeSocket(token);
      seen.sockets.push(socket);
      return socket;
    },
    token: async (rejected) => {
      tokens.rejected.push(rejected);
      if (tokens.fail) throw tokens.fail;
      return tokens.current;
    },
    isFinal: (cause) => cause instanceof RangeError,
    isOnline: () => network.online,
    after: timers.after,
    random: () => 0,
    onStatus: (status) => seen.statuses.push(status),
    onFrame: (frame) => seen.frames.push(`${frame.type}${frame.seq ?? ''}`),
    onReady: ({ anew }) => seen.ready.push(anew),
    onNotice: (sentence) => seen.notices.push(sentence),
    onEnd: () => (seen.ends += 1),
  });
  const socket = () => {
    const latest = seen.sockets.at(-1);
    assert.ok(latest, 'no socket was opened');
    return latest;
  };
  return { chat, timers, seen, tokens, network, socket };
}

async function connected(lastSeq = 0) {
  const it = connection();
  it.chat.start();
  await settled();
  it.socket().welcomes(lastSeq);
  if (lastSeq > 0) it.socket().says('resumed', { last_seq: lastSeq, replayed: 0 }, {});
  return it;
}

const renamed = { thread_id: 't', title: 'x' };

describe('the chat connection', () => {
  it('is connected with the welcome, not with the open socket', async () => {
    const { chat, seen, socket } = connection();
    chat.start();
    await settled();
    assert.deepEqual(seen.statuses, ['connecting']);
    assert.equal(chat.send('ping', {}), false);
    socket().welcomes(0);
    assert.deepEqual(seen.statuses, ['connecting', 'connected']);
    assert.deepEqual(seen.ready, [true]);
    assert.equal(chat.send('ping', {}), true);
  });

  it('asks for recent events at its first connection', async () => {
    const { chat, seen, socket } = connection();
    chat.start();
    await settled();
    socket().welcomes(1_000);
    assert.deepEqual(socket().frames('resume')[0]?.payload, { resume_token: 'stream', last_seq: 600 });
    assert.deepEqual(seen.ready, []);
  });

  it('resumes after a drop and lets each event through once, in order, however they come', async () => {
    const { timers, seen, socket } = await connected();
    socket().says('thread_renamed', renamed, { seq: 1 });
    socket().closes(1006);
    assert.equal(seen.statuses.at(-1), 'reconnecting');
    timers.pass(250);
    await settled();
    socket().welcomes(4);
    assert.deepEqual(socket().sent, [
      { type: 'resume', payload: { resume_token: 'stream', last_seq: 1 }, id: 'resume' },
    ]);
    socket().says('thread_renamed', renamed, { seq: 5 });
    socket().says('resumed', { last_seq: 4, replayed: 3 });
    for (const seq of [1, 2, 3, 3]) socket().says('thread_renamed', renamed, { seq });
    assert.deepEqual(seen.ready, [true], 'the replay is not over');
    socket().says('thread_renamed', renamed, { seq: 4 });
    const numbered = seen.frames.filter((name) => name.startsWith('thread_renamed'));
    assert.deepEqual(
      numbered,
      [1, 2, 3, 4, 5].map((seq) => `thread_renamed${seq}`),
    );
    assert.deepEqual(seen.ready, [true, false]);
  });

  it('goes on anew where what was missed is no longer kept', async () => {
    const { timers, seen, socket } = await connected();
    socket().closes(1012);
    timers.pass(250);
    await settled();
    socket().welcomes(3_000);
    socket().says('error', { code: 'resume_gap', message: 'gone', in_reply_to: 'resume' });
    assert.deepEqual(seen.ready, [true, true]);
    socket().says('thread_renamed', renamed, { seq: 3_001 });
    assert.ok(seen.frames.includes('thread_renamed3001'));
  });

  it('reconnects where the server began to count anew', async () => {
    const { timers, seen, socket } = await connected();
    socket().says('thread_renamed', renamed, { seq: 1 });
    socket().says('thread_renamed', renamed, { seq: 1 });
    assert.equal(seen.statuses.at(-1), 'reconnecting');
    timers.pass(250);
    await settled();
    socket().welcomes(1, 'another stream');
    assert.equal(socket().frames('resume')[0]?.payload['last_seq'], 0);
  });

  it('waits longer from attempt to attempt', async () => {
    const { timers, socket } = await connected();
    const pauses: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      socket().closes(1006);
      pauses.push(timers.next);
      timers.pass(timers.next ?? 0);
      await settled();
    }
    assert.deepEqual(pauses, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
  });

  it('replaces its token before it expires', async () => {
    const { seen, tokens, socket } = await connected();
    tokens.current = 'second';
    socket().says('token_expiring', { expires_in: 10 });
    await settled();
    assert.deepEqual(tokens.rejected, [undefined, 'first']);
    assert.deepEqual(socket().frames('refresh_token')[0]?.payload, { access_token: 'second' });
    assert.equal(seen.sockets.length, 1);
  });

  it('takes a new token after 4003', async () => {
    const { timers, tokens, socket } = await connected();
    tokens.current = 'second';
    socket().closes(4003);
    timers.pass(250);
    await settled();
    assert.equal(tokens.rejected.at(-1), 'first');
    assert.equal(socket().token, 'second');
  });

  for (const code of [4001, 4002, 4004]) {
    it(`is over after ${code}`, async () => {
      const { timers, seen, socket } = await connected();
      socket().closes(code);
      assert.equal(seen.ends, 1);
      timers.pass(60_000);
      await settled();
      assert.equal(seen.sockets.length, 1);
    });
  }

  for (const code of [4008, 4029, 1013]) {
    it(`says why and is patient after ${code}, until it is connected again`, async () => {
      const { timers, seen, socket } = await connected();
      socket().closes(code);
      assert.ok(seen.notices.at(-1));
      assert.equal(timers.next, 4_000);
      timers.pass(4_000);
      await settled();
      socket().welcomes(0);
      assert.equal(seen.notices.at(-1), undefined);
    });
  }

  it('is offline while the browser is, and comes back at once with the network', async () => {
    const { chat, seen, network, socket } = await connected();
    network.online = false;
    chat.networkChanged();
    assert.equal(seen.statuses.at(-1), 'offline');
    assert.ok(socket().isClosed);
    network.online = true;
    chat.networkChanged();
    await settled();
    assert.equal(seen.sockets.length, 2);
  });

  it('gives a silent connection up', async () => {
    const { timers, seen, socket } = await connected();
    timers.pass(20_000);
    assert.equal(socket().frames('ping').length, 1);
    timers.pass(10_000);
    assert.ok(socket().isClosed);
    assert.equal(seen.statuses.at(-1), 'reconnecting');
  });

  it('tries again while no token can be had, and ends when there can be none', async () => {
    const { chat, timers, tokens, seen } = connection();
    tokens.fail = new Error('auth is away');
    chat.start();
    await settled();
    assert.equal(timers.next, 250);
    tokens.fail = new RangeError('signed out');
    timers.pass(250);
    await settled();
    assert.equal(seen.ends, 1);
  });

  it('passes over what it does not know, and keeps its place in the stream', async () => {
    const { seen, socket } = await connected();
    socket().says('something_new', { a: 1 }, { seq: 1 });
    socket().says('thread_renamed', { thread_id: 7 }, { seq: 2 });
    socket().onmessage?.({ data: 'not json' });
    socket().says('thread_renamed', renamed, { seq: 3 });
    assert.deepEqual(seen.frames, ['thread_renamed3']);
  });

  it('does not sit out a long pause once the service is found to answer again', async () => {
    const { chat, timers, seen, tokens, socket } = await connected();
    tokens.fail = new Error('no answer');
    socket().closes(1006);
    for (const pause of [250, 500, 1_000, 2_000]) {
      timers.pass(pause);
      await settled();
    }
    tokens.fail = undefined;
    chat.serviceIsBack();
    timers.pass(249);
    await settled();
    assert.equal(seen.sockets.length, 1);
    timers.pass(1);
    await settled();
    assert.equal(seen.sockets.length, 2);
    socket().welcomes(0);
    chat.serviceIsBack();
    assert.equal(seen.sockets.length, 2, 'a chat that is connected has nothing to gain');
  });
});
