import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { eventually, NotYet } from '../../../support/eventually';
import { EvidenceRecorder } from '../../evidence/recorder';
import { Refused, RefusalBook } from '../../refusal';
import type { Session } from '../auth';
import type { Connection } from '../chat';
import { AddressBook } from './addresses';
import { ChatOverWebSocket } from './chat-over-websocket';

const TRACE = 'a'.repeat(32);
const SESSION: Session = {
  ...{ id: 's1', accessToken: 'a-token', refreshToken: 'r', expiresIn: 60 },
  account: { id: 'u1', email: 'ada@people.example.org', name: 'Ada', emailVerified: true },
};

/** What the server on the other side does with a client that has just connected. */
type Server = (socket: WebSocket, request: IncomingMessage) => void;

const frame = (type: string, payload: Record<string, unknown> = {}) =>
  JSON.stringify({ type, payload, id: randomUUID(), timestamp: new Date().toISOString(), trace_id: TRACE });

const welcome = (socket: WebSocket) =>
  socket.send(frame('connection_established', { connection_id: randomUUID(), session_id: 's1' }));

describe('the chat over a socket', () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  let behave: Server = welcome;
  let refusals = new RefusalBook();

  before(() => server.on('connection', (socket, request) => behave(socket, request)));
  after(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });

  async function connect(as: Server): Promise<Connection> {
    behave = as;
    refusals = new RefusalBook();
    if (server.address() === null) await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [chat, origin] = [`ws://127.0.0.1:${port}`, 'http://127.0.0.1'];
    const addresses = new AddressBook({
      ...{ target: 'fake', origin, stores: {}, lacking: {} },
      addresses: { auth: origin, backend: origin, chat },
    });
    // The server here keeps to as much of the contract as each test is about.
    const around = {
      who: 'Ada',
      traceId: TRACE,
      evidence: new EvidenceRecorder(),
      onBreach: () => undefined,
    };
    return new ChatOverWebSocket({ ...around, origin, addresses, refusals }).connect(SESSION);
  }

  it('is open once the server has said welcome, with the token in the header and never in the address', async () => {
    let seen: IncomingMessage | undefined;
    const connection = await connect((socket, request) => {
      seen = request;
      welcome(socket);
    });
    assert.equal(connection.sessionId, 's1');
    assert.equal(seen?.headers.authorization, 'Bearer a-token');
    assert.doesNotMatch(seen.url ?? '', /a-token/);
    await connection.close();
  });

  it('is refused in the words with which the server closes the door', async () => {
    const refused = connect((socket) => socket.close(4002, 'Invalid token'));
    await assert.rejects(
      refused,
      (cause: unknown) => cause instanceof Refused && cause.refusal.code === 'close_4002',
    );
  });

  it('is no chat where something else comes before the welcome', async () => {
    await assert.rejects(
      connect((socket) => socket.send(frame('pong'))),
      /the first frame was pong, not connection_established/,
    );
  });

  it('notes a connection that the server ends, and not one that the person does', async () => {
    const left = await connect(welcome);
    await left.close();
    assert.deepEqual(refusals.unclaimed(), []);
    let theirs: WebSocket | undefined;
    const lost = await connect((socket) => {
      theirs = socket;
      welcome(socket);
    });
    theirs?.close(4004, 'Session revoked');
    await assert.rejects(
      lost.inbox.after(lost.inbox.mark()).find('anything', () => false, 5_000),
      /Ada never got anything: the chat was closed with 4004 Session revoked/,
    );
    assert.deepEqual(
      refusals.unclaimed().map(({ code }) => code),
      ['close_4004'],
    );
  });

  describe('its fence', () => {
    it('holds until a later event has come, so that whatever was under way is there by then', async () => {
      let answer = (): void => undefined;
      const connection = await connect((socket) => {
        welcome(socket);
        socket.send(frame('pong')); // An old one, for somebody else's question.
        socket.on('message', () => {
          socket.send(frame('profile_updated'));
          answer = () => socket.send(frame('pong'));
        });
      });
      await connection.inbox.after(0 as never).find('the old pong', ({ type }) => type === 'pong', 5_000);

      let isThrough = false;
      const fence = connection.fence().then(() => (isThrough = true));
      const typesSeen = () => connection.inbox.all().map(({ type }) => type);
      const look = () => {
        if (!typesSeen().includes('profile_updated')) throw new NotYet(typesSeen().join(', '));
      };
      await eventually('the news never came', look, { within: 5_000 });
      assert.equal(isThrough, false, 'nothing later has come yet');
      answer();
      await fence;
      assert.deepEqual(typesSeen(), ['connection_established', 'pong', 'profile_updated', 'pong']);
      await connection.close();
    });

    it('has nothing to wait for where the chat has ended', async () => {
      const connection = await connect(welcome);
      await connection.close();
      await connection.fence();
      assert.equal(connection.inbox.all().length, 1);
    });
  });
});
