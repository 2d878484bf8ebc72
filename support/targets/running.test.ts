import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { Sentence } from '../sentence';
import { checkRunning, runningPlatform, whyNoPages } from './running';
import type { RunningTarget } from './target-file';

const servers: Server[] = [];
after(() => servers.forEach((server) => server.close()));

/** A server that answers every request with the same health. @returns its address. */
async function healthOf(service: string, status = 'ready'): Promise<string> {
  const server = createServer((_request, response) => {
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ service, version: '1', status, checks: {} }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function target(auth: string, backend: string, stores: RunningTarget['stores'] = {}): RunningTarget {
  return {
    platform: 'running',
    origin: 'http://127.0.0.1:3000',
    addresses: { auth, backend, chat: 'ws://127.0.0.1:1/ws' },
    stores,
  };
}

async function sentenceAbout(running: RunningTarget): Promise<string> {
  const cause: unknown = await checkRunning(runningPlatform('mine', running)).catch(
    (thrown: unknown) => thrown,
  );
  assert.ok(cause instanceof Sentence, String(cause));
  assert.match(
    cause.message,
    /^The target "mine" is not available: .+ Start it, or correct targets\/mine\.yaml\.$/,
  );
  return cause.message;
}

const NOBODY = 'http://127.0.0.1:1';

describe('a running target', () => {
  it('is met when both services answer under their own names', async () => {
    const services = await checkRunning(
      runningPlatform('mine', target(await healthOf('auth'), await healthOf('backend'))),
    );
    assert.deepEqual(
      services.map(({ name }) => name),
      ['auth', 'backend'],
    );
  });

  it('is refused when a service does not answer', async () => {
    assert.match(await sentenceAbout(target(NOBODY, NOBODY)), /auth at http:\/\/127\.0\.0\.1:1/);
  });

  it('is refused when another service answers at the address', async () => {
    const auth = await healthOf('auth');
    assert.match(await sentenceAbout(target(auth, auth)), /backend at .+: "auth" answers there/);
  });

  it('is refused when a service says that it is unavailable', async () => {
    assert.match(await sentenceAbout(target(await healthOf('auth', 'unavailable'), NOBODY)), /unavailable/);
  });

  it('is refused when a store that it names does not answer', async () => {
    const both = [await healthOf('auth'), await healthOf('backend')] as const;
    assert.match(await sentenceAbout(target(...both, { redis: 'redis://127.0.0.1:1' })), /Redis/);
    assert.match(
      await sentenceAbout(target(...both, { auth_database: 'postgresql://a:b@127.0.0.1:1/x' })),
      /auth's database/,
    );
  });

  it('has pages where an HTML page answers at its origin, and says why where none does', async () => {
    const at = (origin: string) => whyNoPages(runningPlatform('mine', { ...target(NOBODY, NOBODY), origin }));
    const pages = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<h1>Hello</h1>'),
    );
    servers.push(pages);
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    assert.equal(await at(`http://127.0.0.1:${(pages.address() as AddressInfo).port}`), undefined);
    assert.match((await at(await healthOf('auth'))) ?? '', /serves no pages$/);
    assert.match((await at(NOBODY)) ?? '', /^nothing answers at the origin .*mine\.yaml$/);
  });

  it('lacks what its file does not name, each with a reason', () => {
    const { lacking } = runningPlatform('mine', target(NOBODY, NOBODY));
    for (const capability of ['databases', 'cache', 'mailbox', 'llm-script', 'logs', 'instances'] as const) {
      assert.match(lacking[capability] ?? '', /\w+ \w+/, capability);
    }
  });
});
