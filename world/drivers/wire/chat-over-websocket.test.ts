import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { eventually, NotYet } from '../../../support/eventually';
import { EvidenceRecorder } from '../../evidence/recorder';
import { BEGINNING } from '../../inbox';
import { Refused, RefusalBook } from '../../refusal';
import type { Session } from '../auth';
import type { Connection, Handshake } from '../chat';
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
  let turnDown: { status: number; body: object } | undefined;
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  let behave: Server = welcome;
  let refusals = new RefusalBook();

  before(async () => {
    http.on('upgrade', (request, stream, head) => {
      if (!turnDown) {
        server.handleUpgrade(request, stream, head, (socket) => behave(socket, request));
        return;
      }
      const body = JSON.stringify(turnDown.body);
      stream.end(`HTTP/1.1 ${turnDown.status} No\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    await once(http.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => {
    for (const client of server.clients) client.terminate();
    http.close();
  });

  async function connect(as: Server, handshake?: Handshake): Promise<Connection> {
    behave = as;
    refusals = new RefusalBook();
    const { port } = http.address() as AddressInfo;
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
      line: () => undefined,
    };
    return new ChatOverWebSocket({ ...around, origin, addresses, refusals }).connect(SESSION, handshake);
  }

  const refusedWith = (code: string, status: number) => (cause: unknown) =>
    cause instanceof Refused && cause.refusal.code === code && cause.refusal.status === status;

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
    await assert.rejects(refused, refusedWith('close_4002', 4002));
  });

  it('is no chat where something else comes before the welcome', async () => {
    await assert.rejects(
      connect((socket) => socket.send(frame('pong'))),
      /the first frame was pong, not connection_established/,
    );
  });

  it('goes on with a chat that was lost: asks for what came after the last event, and waits for it', async () => {
    const numbered = (seq: number) =>
      JSON.stringify({ ...(JSON.parse(frame('thread_deleted')) as object), seq });
    const greets = (socket: WebSocket) => {
      const about = {
        connection_id: randomUUID(),
        session_id: 's1',
        resume_token: 'this stream',
        last_seq: 4,
      };
      socket.send(frame('connection_established', about));
    };
    const lost = await connect((socket) => {
      greets(socket);
      socket.send(numbered(5));
    });
    await lost.inbox.after(BEGINNING).find('#5', ({ seq }) => seq === 5, 1_000);
    const asked: unknown[] = [];
    const found = await connect(
      (socket) => {
        greets(socket);
        socket.on('message', (data: Buffer) => {
          asked.push((JSON.parse(data.toString()) as { payload: unknown }).payload);
          socket.send(frame('resumed', { last_seq: 7, replayed: 2 }));
          socket.send(numbered(6));
          socket.send(numbered(7));
        });
      },
      { following: lost },
    );
    assert.deepEqual(asked, [{ resume_token: 'this stream', last_seq: 5 }]);
    assert.deepEqual(
      found.inbox.all().flatMap(({ seq }) => seq ?? []),
      [5, 6, 7],
    );
    await lost.socket?.ending(1_000);
    await assert.rejects(
      found.inbox.after(found.inbox.mark()).find('anything', () => false, 20),
      /waited/,
      'the end of the lost one is not the end of this one',
    );
    await found.close();
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

  it('is refused in the word that came before the end, with the code of the end', async () => {
    const refused = connect((socket) => {
      socket.send(frame('error', { code: 'token_expired', message: 'Expired.' }));
      setImmediate(() => socket.close(4003));
    });
    await assert.rejects(refused, refusedWith('token_expired', 4003));
  });

  it('is refused in the body of the answer where the upgrade itself is turned down', async () => {
    turnDown = { status: 403, body: { code: 'origin_not_allowed', detail: 'No.' } };
    await assert.rejects(connect(welcome), refusedWith('origin_not_allowed', 403));
    turnDown = undefined;
  });

  for (const [token, told] of Object.entries({
    header: { authorization: 'Bearer a-token', protocols: 'chat.v1', inAddress: false },
    subprotocol: { authorization: undefined, protocols: 'chat.v1,bearer.a-token', inAddress: false },
    query: { authorization: undefined, protocols: 'chat.v1', inAddress: true },
    nowhere: { authorization: undefined, protocols: 'chat.v1', inAddress: false },
  }))
    it(`shows the token where it was told to: ${token}`, async () => {
      let seen: IncomingMessage | undefined;
      const handshake = { token, origin: 'https://elsewhere.example.org' } as Handshake;
      const connection = await connect((socket, request) => {
        seen = request;
        welcome(socket);
      }, handshake);
      await connection.close();
      const { headers, url = '' } = seen ?? assert.fail('nobody came');
      const inAddress = url.includes('a-token');
      assert.deepEqual(
        { authorization: headers.authorization, protocols: headers['sec-websocket-protocol'], inAddress },
        told,
      );
      assert.equal(headers.origin, 'https://elsewhere.example.org');
      assert.equal(connection.socket?.protocol, 'chat.v1');
    });

  it('renews its token, and says so when the server does not take it', async () => {
    const answering = (type: string) =>
      connect((socket) => {
        welcome(socket);
        socket.on('message', () =>
          socket.send(frame(type, { code: 'token_not_later', message: 'Not later.' })),
        );
      });
    const good = await answering('token_refreshed');
    await good.socket?.renew(SESSION);
    const bad = await answering('error');
    await assert.rejects(async () => bad.socket?.renew(SESSION), /newer token was not taken: Not later\./);
    await Promise.all([good.close(), bad.close()]);
  });

  it('tells how the server ended it, and does not wait for ever for that', async () => {
    const ended = await connect((socket) => {
      welcome(socket);
      socket.close(4004, 'Session revoked');
    });
    assert.deepEqual(await ended.socket?.ending(2_000), { code: 4004, reason: 'Session revoked' });
    const open = await connect(welcome);
    await assert.rejects(async () => open.socket?.ending(20), /Ada's chat was never ended/);
    await open.close();
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
