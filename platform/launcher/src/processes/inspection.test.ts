import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { holdingsOf } from './inspection';

/** Holds what it is told to hold, by a line each. */
const HOLDER = `
  const { EventEmitter } = require('node:events');
  const { createServer, connect } = require('node:net');
  const held = [];
  const emitter = new EventEmitter().setMaxListeners(0);
  const server = createServer().listen(0, '127.0.0.1');
  const acts = {
    timers: () => held.push(setTimeout(() => undefined, 600_000)),
    listeners: () => emitter.on('news', () => undefined),
    connections: () => held.push(connect(server.address().port, '127.0.0.1').on('connect', () => console.log('done'))),
    heap: () => held.push('x'.repeat(1_000).split('').map((letter, at) => letter + at)),
    garbage: () => 'x'.repeat(100_000).split('').map((letter, at) => letter + at).length,
  };
  process.stdin.setEncoding('utf8').on('data', (text) => {
    for (const word of text.trim().split('\\n')) {
      acts[word]();
      if (word !== 'connections') console.log('done');
    }
  });
  console.log('ready');
`;

async function holder() {
  const child = spawn(process.execPath, ['--inspect-port=127.0.0.1:0', '-e', HOLDER]);
  after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  const opened = new Promise<string>((resolve) =>
    createInterface({ input: child.stderr }).on('line', (line) => {
      const address = /ws:\S+/.exec(line)?.[0];
      if (address !== undefined) resolve(address);
    }),
  );
  child.kill('SIGUSR1');
  const address = await opened;
  const hold = async (what: string) => {
    const done = once(lines, 'line');
    child.stdin.write(`${what}\n`);
    await done;
  };
  return { look: () => holdingsOf(address), hold };
}

describe('what a process holds', () => {
  it('rises by what it takes, in each kind', async () => {
    const { look, hold } = await holder();
    const before = await look();
    for (const what of ['timers', 'listeners', 'connections']) await hold(what);
    const now = await look();
    assert.equal(now.timers - before.timers, 1);
    const [listeners = 0, listenersBefore = 0] = [now.listeners, before.listeners];
    assert.ok(listeners - listenersBefore >= 1, `${listeners} after ${listenersBefore}`);
    assert.equal(now.connections - before.connections, 2); // Both ends are its own.
  });

  it('counts what is kept in memory, and not what is garbage', async () => {
    const { look, hold } = await holder();
    const before = await look();
    await hold('garbage');
    const after = await look();
    assert.ok(after.heap - before.heap < 200_000, `${after.heap - before.heap} bytes of garbage`);
    for (let time = 0; time < 20; time += 1) await hold('heap');
    const kept = (await look()).heap - after.heap;
    assert.ok(kept > 400_000, `${kept} bytes kept`);
  });

  it('says so where nobody answers', async () => {
    await assert.rejects(holdingsOf('ws://127.0.0.1:1/nobody'), /Nobody inspects at ws:/);
  });
});
