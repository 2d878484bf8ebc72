import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { SocksClient } from 'socks';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { PersonalLine } from './personal-line';

describe('a line of a person', () => {
  let platform: Server;
  let port: number;
  const callers = new Set<Socket>();
  let line: PersonalLine;

  before(async () => {
    // Says everything back, and greets whoever calls by HTTP.
    platform = createServer((caller) => {
      callers.add(caller);
      caller.on('error', () => undefined).on('close', () => callers.delete(caller));
      caller.on('data', (said) => {
        const isHttp = said.toString().startsWith('GET ');
        if (isHttp) caller.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello');
        else caller.write(said);
      });
    }).listen(0, '127.0.0.1');
    await once(platform, 'listening');
    port = (platform.address() as AddressInfo).port;
  });
  after(() => void platform.close());
  beforeEach(async () => {
    line = new PersonalLine();
    await line.open();
  });
  afterEach(() => line.close());

  async function called(): Promise<Socket> {
    const { socket } = await SocksClient.createConnection({
      proxy: { host: '127.0.0.1', port: Number(line.address?.split(':').at(-1)), type: 5 },
      command: 'connect',
      destination: { host: 'localhost', port },
      timeout: 500,
    });
    return socket.on('error', () => undefined);
  }
  async function ended(socket: Socket): Promise<void> {
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  }
  async function answerTo(socket: Socket, words: string): Promise<string> {
    socket.write(words);
    const [said] = (await once(socket, 'data')) as [Buffer];
    return said.toString();
  }

  it('passes on what is said, under the name of the one who is called', async () => {
    const agent = new SocksProxyAgent(line.address ?? '');
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`http://localhost:${port}/`, { agent }, resolve).once('error', reject);
    });
    assert.equal(await text(answer), 'hello');
    assert.equal(await answerTo(await called(), 'one'), 'one');
  });

  it('is reset for whoever is on it, and for who comes, until it heals', async () => {
    const socket = await called();
    const gone = ended(socket);
    assert.equal(line.break({ kind: 'reset' }), 1);
    await gone;
    await assert.rejects(called());
    line.heal();
    assert.equal(await answerTo(await called(), 'again'), 'again');
  });

  it('falls silent one way or both, and what lost something does not live on', async () => {
    const socket = await called();
    line.break({ kind: 'silence', way: 'there' });
    socket.write('lost');
    await assert.rejects(called(), /timed out/);
    assert.ok(line.lost() >= 'lost'.length);
    const gone = ended(socket);
    line.heal();
    await gone;
    assert.equal(await answerTo(await called(), 'heard'), 'heard');
  });

  it('goes on for what lost nothing in a silence', async () => {
    const socket = await called();
    line.break({ kind: 'silence', way: 'back' });
    line.heal();
    assert.equal(await answerTo(socket, 'still there'), 'still there');
  });

  it('may be gone for the person alone', async () => {
    const socket = await called();
    await answerTo(socket, 'one');
    const gone = ended(socket);
    line.break({ kind: 'half-open' });
    await gone;
    assert.equal(await answerTo(await called(), 'two'), 'two');
    assert.equal(callers.size, 2, 'the platform takes both for open');
  });

  it('is cut at the byte that was asked for', async () => {
    const socket = await called();
    line.break({ kind: 'cut', afterBytes: 3 });
    const heard: Buffer[] = [];
    socket.on('data', (said: Buffer) => heard.push(said));
    const gone = ended(socket);
    socket.write('abcdef');
    await gone;
    assert.equal(Buffer.concat(heard).toString(), 'abc');
  });

  it('leads nobody to who does not listen, or who speaks otherwise', async () => {
    await assert.rejects(
      SocksClient.createConnection({
        proxy: { host: '127.0.0.1', port: Number(line.address?.split(':').at(-1)), type: 5 },
        command: 'connect',
        destination: { host: '127.0.0.1', port: 1 },
      }),
      /ConnectionRefused/,
    );
    const closed = new PersonalLine();
    assert.equal(closed.address, undefined);
    assert.throws(() => closed.break({ kind: 'reset' }), /no line/);
  });
});
