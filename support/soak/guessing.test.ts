import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { loopbackAddresses, Stranger } from './guessing';

describe('a stranger', () => {
  let server: Server;
  let url: string;
  const seen: (string | undefined)[] = [];

  before(async () => {
    server = createServer((request, response) => {
      seen.push(request.socket.remoteAddress);
      request.resume().once('end', () => {
        response.writeHead(401).end(JSON.stringify({ code: 'invalid_credentials' }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => void server.close());

  it('calls from an address of its own, and tells what it met', async () => {
    for (const address of loopbackAddresses(2)) {
      const stranger = new Stranger(address);
      assert.equal(await stranger.tries(url, 'ada@example.org', 'a guess', 1_000), '401 invalid_credentials');
      stranger.leaves();
    }
    assert.deepEqual(seen, ['127.0.1.1', '127.0.1.2']);
  });

  it('never calls from anywhere else', () => {
    assert.throws(() => new Stranger('10.0.0.1'), /not an address of the loopback/);
  });
});
