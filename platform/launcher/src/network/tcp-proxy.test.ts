import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { looking } from '../waiting';
import type { NetworkFault } from './network-fault';
import { TcpProxy } from './tcp-proxy';

/** One side of a connection, and everything that it noticed. */
class Side {
  heard = '';
  finished = false;
  failure: string | undefined;

  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.heard += text));
    socket.on('end', () => (this.finished = true));
    socket.on('error', (cause: NodeJS.ErrnoException) => (this.failure = cause.code));
  }

  say(words: string): void {
    this.socket.write(words);
  }
}

/** Looks until it is so; fails when it never is. */
async function until(what: string, isSo: () => boolean): Promise<void> {
  const seen = await looking(async () => isSo() || undefined, { deadline: performance.now() + 2_000 });
  assert.ok(seen, `never so: ${what}`);
}

describe('a proxy between two parts', () => {
  let target: Server;
  let proxy: TcpProxy;
  let served: Side[];
  let called: Side[];

  before(async () => {
    target = createServer({ allowHalfOpen: true }, (socket) => served.push(new Side(socket)));
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
  });
  after(() => target.close());

  beforeEach(async () => {
    served = [];
    called = [];
    proxy = await TcpProxy.open((target.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.close();
    for (const { socket } of [...served, ...called]) socket.destroy();
  });

  function call(): Side {
    const caller = new Side(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }));
    called.push(caller);
    return caller;
  }

  /** Both sides of a connection through which a word has gone each way. */
  async function open(): Promise<{ caller: Side; server: Side }> {
    const already = served.length;
    const caller = call();
    caller.say('a');
    await until('the call is taken', () => served[already]?.heard === 'a');
    const server = served[already] as Side;
    server.say('b');
    await until('it is answered', () => caller.heard === 'b');
    return { caller, server };
  }

  it('passes everything on, ends and resets included, while nothing is wrong', async () => {
    const one = await open();
    one.caller.socket.end('the last word');
    await until('the end arrives', () => one.server.finished);
    assert.equal(one.server.heard, 'athe last word');
    one.server.socket.end('and the answer to it');
    await until('so does the other', () => one.caller.finished);
    assert.equal(one.caller.heard, 'band the answer to it');
    const other = await open();
    other.server.socket.resetAndDestroy();
    await until('a reset arrives', () => other.caller.failure === 'ECONNRESET');
  });

  it('passes megabytes on to somebody who reads slowly', async () => {
    const { caller, server } = await open();
    server.socket.pause();
    caller.say('x'.repeat(5_000_000));
    await until('there is no room any more', () => caller.socket.writableLength > 0);
    server.socket.resume();
    await until('all of it arrives', () => server.heard.length === 5_000_001);
  });

  it('holds everything back for as long as the latency says, in order, and lets it go at once when healed', async () => {
    const { caller, server } = await open();
    await proxy.set({ kind: 'latency', ms: 120 });
    const saidAt = performance.now();
    caller.say('1');
    caller.say('2');
    await until('it arrives', () => server.heard === 'a12');
    const took = performance.now() - saidAt;
    assert.ok(took >= 119 && took < 1_000, `took ${took} ms`);
    await proxy.set({ kind: 'latency', ms: 60_000 });
    caller.say('3');
    caller.say('4');
    const fresh = call();
    fresh.say('5');
    await until('it opens', () => served.length === 2);
    await fence();
    assert.deepEqual([server.heard, served[1]?.heard], ['a12', '']);
    await proxy.set(undefined);
    await until('it arrives', () => server.heard === 'a1234' && served[1]?.heard === '5');
    server.say('!');
    await until('the connection lives on', () => caller.heard === 'b!');
    assert.equal(await proxy.whyNotClean(), undefined);
  });

  it('passes nothing on in a black hole, on old connections and on new ones, until it is healed', async () => {
    const old = await open();
    const idle = await open();
    await proxy.set({ kind: 'black hole' });
    old.caller.say('lost');
    old.server.say('lost');
    const fresh = call();
    fresh.say('lost');
    await until('it opens', () => served.length === 3 && fresh.socket.readyState === 'open');
    old.caller.socket.end();
    await fence();
    assert.deepEqual([old.server.heard, old.caller.heard, served[2]?.heard], ['a', 'b', '']);
    assert.equal(old.server.finished, false);
    await proxy.set(undefined);
    await until('the damaged ones are ended', () => old.server.failure === 'ECONNRESET');
    await until('the new one too', () => fresh.failure === 'ECONNRESET');
    idle.caller.say('still here');
    await until('what was not harmed lives on', () => idle.server.heard === 'astill here');
    assert.equal(await proxy.whyNotClean(), undefined);
  });

  it('lets the other direction flow where a black hole has only one', async () => {
    const { caller, server } = await open();
    await proxy.set({ kind: 'black hole', way: 'back' });
    server.say('lost');
    caller.say('heard');
    await until('it arrives', () => server.heard === 'aheard');
    assert.equal(caller.heard, 'b');
  });

  it('resets connections that are open, and new ones as soon as they open', async () => {
    const { caller, server } = await open();
    await proxy.set({ kind: 'reset' });
    await until('the caller is reset', () => caller.failure === 'ECONNRESET');
    await until('so is the other side', () => server.failure === 'ECONNRESET');
    const fresh = call();
    await until('so is a new one', () => fresh.failure === 'ECONNRESET');
    await proxy.set(undefined);
    await open();
  });

  it('refuses as if nobody listened, and listens at the same place once it is healed', async () => {
    const { caller } = await open();
    const { port } = proxy;
    await proxy.set({ kind: 'refuse' });
    await until('the open one is reset', () => caller.failure === 'ECONNRESET');
    const fresh = call();
    await until('a new one is refused', () => fresh.failure === 'ECONNREFUSED');
    await proxy.set(undefined);
    assert.equal(proxy.port, port);
    await open();
  });

  it('misses nobody who goes away while it is half open', async () => {
    const finished = await open();
    const broken = await open();
    await proxy.set({ kind: 'half-open' });
    finished.server.socket.end('the last words');
    await until('words still arrive', () => finished.caller.heard === 'bthe last words');
    broken.server.socket.resetAndDestroy();
    const fresh = await open();
    assert.deepEqual([finished.caller.finished, broken.caller.failure], [false, undefined]);
    broken.caller.say('to nobody');
    fresh.caller.say('!');
    await until('others are not affected', () => fresh.server.heard === 'a!');
    await proxy.set(undefined);
    await until('both are ended', () =>
      [finished, broken].every(({ caller }) => caller.failure === 'ECONNRESET'),
    );
    assert.equal(fresh.caller.failure, undefined);
    assert.equal(await proxy.whyNotClean(), undefined);
  });

  it('passes the ends of the other direction on where only one is half open', async () => {
    const { caller, server } = await open();
    await proxy.set({ kind: 'half-open', way: 'back' });
    caller.socket.end();
    await until('the end arrives', () => server.finished);
  });

  it('cuts each connection after so many bytes of one direction, to the byte', async () => {
    const { caller, server } = await open();
    await proxy.set({ kind: 'cut', way: 'back', after_bytes: 10 });
    caller.say('as much as it likes');
    await until('it arrives', () => server.heard.endsWith('likes'));
    server.say('123456');
    server.say('7890 and more');
    await until('it is cut', () => caller.failure === 'ECONNRESET');
    assert.equal(caller.heard, 'b1234567890');
    await until('on both sides', () => server.failure === 'ECONNRESET');
    const fresh = await open();
    fresh.server.say('another ten bytes');
    await until('new ones are cut as well', () => fresh.caller.failure === 'ECONNRESET');
    assert.equal(fresh.caller.heard, 'banother t');
    await proxy.set(undefined);
    const healed = await open();
    healed.server.say('more than ten bytes');
    await until('all of it arrives', () => healed.caller.heard.endsWith('ten bytes'));
  });

  it('ends what one fault has damaged when another one takes its place', async () => {
    const { caller } = await open();
    await proxy.set({ kind: 'black hole', way: 'there' });
    caller.say('lost');
    await fence();
    await proxy.set({ kind: 'latency', ms: 1 });
    await until('it is ended', () => caller.failure === 'ECONNRESET');
    const fresh = await open();
    assert.equal(fresh.server.heard, 'a');
  });

  it('is not clean while it has a fault, nor when it leads nowhere, and is no more after its end', async () => {
    assert.equal(await proxy.whyNotClean(), undefined);
    const faults: NetworkFault[] = [{ kind: 'latency', ms: 1 }, { kind: 'refuse' }];
    for (const fault of faults) {
      await proxy.set(fault);
      assert.equal(await proxy.whyNotClean(), `still has a fault (${fault.kind})`);
    }
    await proxy.set(undefined);
    assert.equal(await proxy.whyNotClean(), undefined);
    await proxy.close();
    assert.equal(await proxy.whyNotClean(), 'is closed');
    const nowhere = await TcpProxy.open(1);
    assert.equal(await nowhere.whyNotClean(), 'does not lead to its target');
    await nowhere.close();
  });

  it('is not clean with a connection of which one side does not know that the other has gone', async () => {
    const { caller, server } = await open();
    server.socket.destroy();
    await proxy.set(undefined);
    await until('the caller knows', () => caller.finished || caller.failure !== undefined);
    assert.equal(await proxy.whyNotClean(), undefined);
  });

  it('takes the last of several faults that come at once', async () => {
    await open();
    await Promise.all([
      proxy.set({ kind: 'refuse' }),
      proxy.set(undefined),
      proxy.set({ kind: 'refuse' }),
      proxy.set(undefined),
    ]);
    await open();
    await Promise.all([proxy.set(undefined), proxy.set({ kind: 'refuse' })]);
    const fresh = call();
    await until('it is refused', () => fresh.failure === 'ECONNREFUSED');
  });

  /** Words that are said now, over a proxy that is well, have arrived: those before them had their time. */
  async function fence(): Promise<void> {
    const other = await TcpProxy.open((target.address() as AddressInfo).port);
    const already = served.length;
    const caller = new Side(connect(other.port, '127.0.0.1'));
    called.push(caller);
    caller.say('fence');
    await until('the fence arrives', () => served[already]?.heard === 'fence');
    await other.close();
  }
});
