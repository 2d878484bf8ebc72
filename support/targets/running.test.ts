import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import { Sentence } from '../sentence';
import { checkRunning, runningPlatform, whyNoPages } from './running';
import type { RunningTarget } from './target-file';

const ORIGIN = 'http://127.0.0.1:3000';
const servers: Server[] = [];
after(() => servers.forEach((server) => server.close()));

interface Quirks {
  readonly status?: string;
  readonly keys?: readonly object[];
  readonly origin?: string;
  /** By how many seconds its clock is ahead. */
  readonly ahead?: number;
}

/** A service, as far as it is looked at: its health, its keys, and its socket for one origin. @returns its address. */
async function healthOf(
  service: string,
  { status = 'ready', keys = [{ kty: 'EC', kid: '1' }], origin = ORIGIN, ahead = 0 }: Quirks = {},
): Promise<string> {
  const server = createServer(({ url }, response) => {
    const body = url?.startsWith('/.well-known') ? { keys } : { service, version: '1', status, checks: {} };
    response
      .setHeader('content-type', 'application/json')
      .setHeader('date', new Date(Date.now() + ahead * 1_000).toUTCString())
      .end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({
    server,
    verifyClient: (info: { origin: string }) => info.origin === origin,
  });
  sockets.on('connection', (socket) => socket.close(4001));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function target(auth: string, backend: string, stores: RunningTarget['stores'] = {}): RunningTarget {
  return {
    platform: 'running',
    origin: ORIGIN,
    addresses: { auth, backend, chat: `${backend.replace('http', 'ws')}/ws` },
    stores,
    ...{ tokens: {}, accounts: [], safety: { production: false }, without: {} },
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
    assert.match(
      await sentenceAbout(target(await healthOf('auth', { status: 'unavailable' }), NOBODY)),
      /unavailable/,
    );
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

  it('is refused before the first journey when a setting differs harmfully, which is named', async () => {
    const cases: [Quirks, RegExp][] = [
      [{ keys: [] }, /auth.*publishes no keys|\/jwks\.json publishes no keys/],
      [{ keys: [{ kty: 'EC', d: 'secret' }] }, /publishes private parts of keys \(d\)/],
      [
        { origin: 'https://elsewhere.example.org' },
        /takes no sockets from the origin http:\/\/127\.0\.0\.1:3000/,
      ],
      [{ ahead: 60 }, /the clock of (auth|backend) is \d+ s ahead of this machine's/],
    ];
    for (const [quirk, why] of cases) {
      const running = target(await healthOf('auth', quirk), await healthOf('backend', quirk));
      const cause: unknown = await checkRunning(runningPlatform('mine', running)).catch(
        (thrown: unknown) => thrown,
      );
      assert.ok(cause instanceof Sentence, String(cause));
      assert.match(cause.message, /^The target "mine" is not set up as it must be: [^]+\.$/);
      assert.match(cause.message, why);
      assert.equal(cause.message.includes('\n'), false);
    }
  });

  it('that is production lets nobody break, restart, forge or act as a service, whatever else it names', () => {
    const named = {
      ...target(NOBODY, NOBODY),
      llm_script: NOBODY,
      sign_in_providers: NOBODY,
      signing_key: { kty: 'EC' },
    };
    const without = runningPlatform('mine', named).lacking;
    const { lacking } = runningPlatform('mine', { ...named, safety: { production: true } });
    for (const capability of ['llm-script', 'sign-in-providers', 'signing-key'] as const) {
      assert.equal(without[capability], undefined);
      assert.match(lacking[capability] ?? '', /mine\.yaml says that this is production: \w+/);
    }
    assert.match(lacking.restarts ?? '', /production: nothing of it is stopped or restarted/);
  });

  it('lacks what its file does not name, each with a reason', () => {
    const { lacking } = runningPlatform('mine', target(NOBODY, NOBODY));
    for (const capability of ['databases', 'cache', 'mailbox', 'llm-script', 'logs', 'instances'] as const) {
      assert.match(lacking[capability] ?? '', /\w+ \w+/, capability);
    }
  });
});
