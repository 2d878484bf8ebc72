import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { WebSocket } from 'ws';
import { EdgeUnderTest } from '../testing/edge-under-test';
import type { FakeUpstream } from '../testing/fake-upstream';

let edge: EdgeUnderTest;
beforeEach(async () => {
  edge = await EdgeUnderTest.start();
});
afterEach(async () => edge.stop());

/** The next `count` messages, as text. */
async function messages(socket: WebSocket, count: number): Promise<string[]> {
  return await new Promise((resolve) => {
    const seen: string[] = [];
    socket.on('message', (frame: Buffer) => {
      if (seen.push(frame.toString()) === count) resolve(seen);
    });
  });
}

async function closing(socket: WebSocket): Promise<[code: number, reason: string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, reason.toString()];
}

/** Both ends of a socket through the edge. */
async function joined(backend: FakeUpstream): Promise<{ client: WebSocket; server: WebSocket }> {
  const client = edge.open();
  await once(client, 'open');
  return { client, server: backend.sockets.at(-1) ?? assert.fail('no socket at the backend') };
}

async function refusal(client: WebSocket): Promise<{ status: number; headers: object; body: string }> {
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
  const body = Buffer.concat((await response.toArray()) as Buffer[]).toString();
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `frame ${n}`);

describe('frames', () => {
  it('go both ways, in order, text as text and bytes as bytes', async () => {
    const { client, server } = await joined(await edge.upstream('backend'));
    const frames = numbered(500);
    const [there, back] = [messages(server, 500), messages(client, 500)];
    for (const frame of frames) {
      client.send(frame);
      server.send(frame);
    }
    assert.deepEqual(await there, frames);
    assert.deepEqual(await back, frames);
    const kind = once(server, 'message');
    client.send(Buffer.from([1, 2]), { binary: true });
    assert.equal(((await kind) as [Buffer, boolean])[1], true);
  });

  it('that either end sends at once are not lost', async () => {
    const backend = await edge.upstream('backend');
    let there = Promise.resolve<string[]>([]);
    backend.onSocket = (socket) => {
      there = messages(socket, 3);
      numbered(3).forEach((frame) => socket.send(frame));
    };
    const client = edge.open();
    const back = messages(client, 3);
    await once(client, 'open');
    numbered(3).forEach((frame) => client.send(frame));
    assert.deepEqual(await back, numbered(3));
    assert.deepEqual(await there, numbered(3));
  });

  it('sent together with the upgrade, before any answer, are not lost', async () => {
    const backend = await edge.upstream('backend');
    const arrived = new Promise<string[]>((resolve) => {
      backend.onSocket = (socket) => void messages(socket, 1).then(resolve);
    });
    const { hostname, port } = new URL(edge.url);
    const raw = connect(Number(port), hostname);
    const upgrade = `GET /ws HTTP/1.1\r\nHost: edge\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    const key = `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`;
    // "hi" in one masked text frame (RFC 6455, section 5.2), masked with zeros.
    raw.write(Buffer.concat([Buffer.from(upgrade + key), Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69])]));
    assert.deepEqual(await arrived, ['hi']);
    raw.destroy();
  });

  it('wait, all of them and at the backend, while their reader is slow', async () => {
    const backend = await edge.upstream('backend');
    const [slow, quick] = [await joined(backend), await joined(backend)];
    const frame = 'x'.repeat(100_000);
    const count = 400;
    const all = Array.from({ length: count }, () => frame);
    slow.client.pause();
    const passed = messages(quick.client, count);
    for (const { server } of [slow, quick]) all.forEach((sent) => server.send(sent));
    await passed; // as much as the edge would have taken from the other one, had it not stopped
    assert.ok(slow.server.bufferedAmount > 10_000_000, `${slow.server.bufferedAmount}`);
    const late = messages(slow.client, count);
    slow.client.resume();
    assert.deepEqual(await late, all);
  });

  it('of the protocol itself go over as well: a ping is answered by the other end', async () => {
    const { client, server } = await joined(await edge.upstream('backend'));
    server.ping('alive?');
    assert.equal(String((await once(client, 'ping'))[0]), 'alive?');
    assert.equal(String((await once(server, 'pong'))[0]), 'alive?');
    client.ping('you?');
    assert.equal(String((await once(client, 'pong'))[0]), 'you?');
  });
});

describe('the end of a socket', () => {
  for (const [code, reason] of [
    [4001, 'No token provided'],
    [4003, 'Token expired'],
    [1012, 'Restarting'],
    [1000, ''],
  ] as const) {
    it(`by the backend with ${code} reaches the client as it is`, async () => {
      const { client, server } = await joined(await edge.upstream('backend'));
      const ended = closing(client);
      server.send('the last word');
      const last = messages(client, 1);
      server.close(code, reason);
      assert.deepEqual(await last, ['the last word']);
      assert.deepEqual(await ended, [code, reason]);
    });
  }

  it('by the client reaches the backend as it is', async () => {
    const backend = await edge.upstream('backend');
    for (const [code, reason] of [
      [1000, 'done'],
      [4999, 'of its own'],
    ] as const) {
      const { client, server } = await joined(backend);
      const ended = closing(server);
      client.close(code, reason);
      assert.deepEqual(await ended, [code, reason]);
    }
  });

  it('without a code stays without one, both ways', async () => {
    const backend = await edge.upstream('backend');
    const one = await joined(backend);
    one.server.close();
    assert.deepEqual(await closing(one.client), [1005, '']);
    const two = await joined(backend);
    two.client.close();
    assert.deepEqual(await closing(two.server), [1005, '']);
  });

  it('of a client that vanishes is a vanishing for the backend', async () => {
    const { client, server } = await joined(await edge.upstream('backend'));
    client.terminate();
    assert.deepEqual(await closing(server), [1006, '']);
  });

  it('by a backend that is killed is a restart for the client', async () => {
    const backend = await edge.upstream('backend');
    const { client } = await joined(backend);
    const ended = closing(client);
    await backend.die();
    assert.deepEqual(await ended, [1012, 'Restarting']);
  });

  it('by the edge is a restart for both, and the edge is gone soon', async () => {
    const { client, server } = await joined(await edge.upstream('backend'));
    const ended = Promise.all([closing(client), closing(server)]);
    await edge.stopEdge();
    assert.deepEqual(await ended, [
      [1012, 'Restarting'],
      [1012, 'Restarting'],
    ]);
  });

  it('is in the log with its trace and code, and no token', async () => {
    const backend = await edge.upstream('backend');
    const traceId = 'c'.repeat(32);
    const headers = { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
    const client = edge.open(['chat.v1', 'bearer.hush-hush'], { headers });
    await once(client, 'open');
    backend.sockets[0]?.close(4002, 'Invalid token');
    await closing(client);
    await edge.stopEdge();
    const lines = edge.log().filter(({ trace_id, path }) => trace_id === traceId && path === '/ws');
    assert.deepEqual(
      lines.map(({ status, closed_by, close_code }) => [status, closed_by, close_code]),
      [
        [101, undefined, undefined],
        [undefined, 'backend', 4002],
      ],
    );
    assert.doesNotMatch(JSON.stringify(edge.log()), /hush/);
  });
});

describe('an upgrade', () => {
  it('offers the backend what the client offers, and brings back what the backend chose', async () => {
    const backend = await edge.upstream('backend');
    const client = edge.open(['chat.v1', 'bearer.a.jwt'], {
      headers: {
        origin: 'http://pages.example',
        cookie: 'mark=1',
        authorization: 'Bearer t',
        'x-forwarded-for': '203.0.113.7',
        traceparent: `00-${'e'.repeat(32)}-${'d'.repeat(16)}-01`,
      },
    });
    const opened = once(client, 'open');
    const [response] = (await once(client, 'upgrade')) as [IncomingMessage];
    await opened;
    assert.equal(client.protocol, 'chat.v1');
    assert.equal(response.headers['trace-id'], 'e'.repeat(32));
    const { headers } = backend.requests[0] ?? assert.fail();
    assert.equal(headers['sec-websocket-protocol'], 'chat.v1,bearer.a.jwt');
    assert.equal(headers.origin, 'http://pages.example');
    assert.equal(headers.cookie, 'mark=1');
    assert.equal(headers.authorization, 'Bearer t');
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.match(String(headers['traceparent']), new RegExp(`^00-${'e'.repeat(32)}-`));
  });

  it('without subprotocols has none at the backend either', async () => {
    const backend = await edge.upstream('backend');
    const client = edge.open([]);
    await once(client, 'open');
    assert.equal(client.protocol, '');
    assert.equal(backend.requests[0]?.headers['sec-websocket-protocol'], undefined);
  });

  it('goes to another backend where the first one cannot be reached', async () => {
    const [one, two] = [await edge.upstream('backend', '1'), await edge.upstream('backend', '2')];
    await edge.fetch('/health/ready');
    await one.die();
    await joined(two);
    await joined(two);
  });

  it('is refused with 503 where there is no backend', async () => {
    const { status, headers, body } = await refusal(edge.open());
    assert.equal(status, 503);
    const document = JSON.parse(body) as Record<string, unknown>;
    assert.equal(document['code'], 'dependency_unavailable');
    assert.equal(document['detail'], 'The chat is not available at the moment. Try again in a moment.');
    assert.equal((headers as Record<string, string>)['retry-after'], '1');
    assert.equal(document['trace_id'], (headers as Record<string, string>)['trace-id']);
  });

  it('that the backend refuses is refused in its words', async () => {
    const backend = await edge.upstream('backend');
    backend.refuseUpgrades = { status: 403, body: '{"code":"origin_not_allowed"}' };
    const { status, body } = await refusal(edge.open());
    assert.deepEqual([status, body], [403, '{"code":"origin_not_allowed"}']);
  });

  it('is 400 where nothing that is spoken here is offered', async () => {
    await edge.upstream('backend');
    assert.equal((await refusal(edge.open(['chat.v9']))).status, 400);
  });

  it('exists at /ws alone, and /ws is nothing else', async () => {
    await edge.upstream('backend');
    const elsewhere = edge.open(['chat.v1'], {}, '/api/threads');
    assert.equal((await refusal(elsewhere)).status, 404);
    const plain = await edge.fetch('/ws', { headers: { accept: 'text/html' } });
    assert.equal(plain.status, 426);
  });
});
