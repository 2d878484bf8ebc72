import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { TcpProxy } from './tcp-proxy';

describe('a WebSocket through a proxy', () => {
  it('is cut in the middle of a frame, and knows nothing of the other side’s end while half open', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const proxy = await TcpProxy.open((server.address() as AddressInfo).port);
    const chat = async () => {
      const client = new WebSocket(`ws://127.0.0.1:${proxy.port}`);
      const [[served]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [
        [WebSocket],
        unknown,
      ];
      return { client, served };
    };
    const cut = await chat();
    await proxy.set({ kind: 'cut', way: 'back', after_bytes: 7 });
    const closed = once(cut.client, 'close');
    cut.client.on('message', () => assert.fail('half a frame is no message')).on('error', () => undefined);
    cut.served.send('more than seven bytes');
    assert.deepEqual((await closed)[0], 1006);
    await proxy.set({ kind: 'half-open' });
    const { client, served } = await chat();
    served.terminate();
    await once(served, 'close');
    const other = await chat();
    assert.equal(client.readyState, WebSocket.OPEN);
    const ended = once(client, 'close');
    client.on('error', () => undefined);
    await proxy.set(undefined);
    assert.equal((await ended)[0], 1006);
    assert.equal(other.client.readyState, WebSocket.OPEN);
    await proxy.close();
    server.close();
  });
});
