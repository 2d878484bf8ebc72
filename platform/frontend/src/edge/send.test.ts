import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import { send, SendFailure } from './send';

const agent = new Agent({ keepAlive: true });
const silent = createServer((socket) => socket.on('error', () => undefined).resume());

after(() => {
  agent.destroy();
  silent.close();
});

const failing = (kind: SendFailure['kind']) => (cause: unknown) =>
  cause instanceof SendFailure && cause.kind === kind;

async function addressOfSilence(): Promise<string> {
  if (!silent.listening) await once(silent.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
}

describe('sending to one instance', () => {
  it('ends when the instance takes the request and says nothing', async () => {
    const url = await addressOfSilence();
    await assert.rejects(send(agent, url, { method: 'GET', path: '/', headers: {} }, 50), failing('late'));
  });

  it('leaves the body whole where there is no connection', async () => {
    const gone = createServer();
    await once(gone.listen(0, '127.0.0.1'), 'listening');
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const body = Readable.from(['whole']);
    const outgoing = { method: 'POST', path: '/', headers: {}, body };
    await assert.rejects(send(agent, `http://127.0.0.1:${port}`, outgoing), failing('unsent'));
    assert.deepEqual(await body.toArray(), ['whole']);
  });

  it('ends when the client leaves in the middle of its body', async () => {
    const url = await addressOfSilence();
    const body = new Readable({ read: () => undefined });
    const failed = assert.rejects(
      send(agent, url, { method: 'POST', path: '/', headers: {}, body }),
      failing('client_left'),
    );
    silent.once('connection', (socket) => socket.once('data', () => body.destroy()));
    body.push('half');
    await failed;
  });
});
