import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { choosePort, isFree, onChosenPort, PortTaken } from './ports';

describe('ports for engines', () => {
  it('lie below those that the system gives away by itself', async () => {
    const port = await choosePort();
    assert.ok(port >= 15_000 && port < 32_768, String(port));
  });

  it('are tried one after the other until one is not taken', async () => {
    const tried: number[] = [];
    const started = await onChosenPort(async (port) => {
      tried.push(port);
      if (tried.length < 3) throw new PortTaken(port);
      return port;
    });
    assert.equal(tried.length, 3);
    assert.equal(started, tried[2]);
  });

  it('are not tried again for any other fault', async () => {
    let tries = 0;
    const start = onChosenPort(async () => {
      tries += 1;
      throw new Error('the disk is full');
    });
    await assert.rejects(start, /the disk is full/);
    assert.equal(tries, 1);
  });

  it('count as taken while somebody listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await isFree(port), false);
    server.close();
    await once(server, 'close');
    assert.equal(await isFree(port), true);
  });
});
