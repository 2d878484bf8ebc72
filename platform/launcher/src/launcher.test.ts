import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { InstanceView } from './instances/instance-view';
import { recordOf } from './run-dir';
import { leftOf, sessionsOf, SpawnedLauncher, type Control } from './testing/spawned-launcher';
import { choosePort } from './ports';
import { looking } from './waiting';

interface State {
  status: string;
  ready_ms: number;
  instances: InstanceView[];
  processes: { name: string; pid: number }[];
}

interface LeaseAnswer {
  lease_id: string;
  lease_ms: number;
  instance: InstanceView;
}

const GONE_MS = 2_000;

describe('the launcher', () => {
  let launchers: SpawnedLauncher[];

  beforeEach(() => (launchers = []));
  afterEach(async () => {
    await Promise.all(launchers.map((launcher) => launcher.end()));
  });

  function launch(options: ConstructorParameters<typeof SpawnedLauncher>[0] = {}): SpawnedLauncher {
    const launcher = new SpawnedLauncher(options);
    launchers.push(launcher);
    return launcher;
  }

  /** Every process of a run has ended within two seconds from now. */
  async function assertGone(control: Control, sessions: Set<number>): Promise<void> {
    const gone = async () => (leftOf(control.run_dir, sessions).length === 0 ? true : undefined);
    const seen = await looking(gone, { deadline: performance.now() + GONE_MS });
    assert.ok(seen, `still there: ${leftOf(control.run_dir, sessions).join('; ')}`);
  }

  function assertNoFolders(control: Control): void {
    assert.equal(existsSync(control.run_dir), false);
    assert.equal(existsSync(join('/dev/shm', basename(control.run_dir))), false);
  }

  it('brings everything up, tells how, and leaves nothing after a shutdown', async () => {
    const launcher = launch();
    const control = await launcher.ready();
    const { body } = await launcher.ask<State>('GET', '/state');
    const [standard] = body.instances;
    assert.ok(standard);
    assert.equal(standard.id, 'standard');
    assert.deepEqual(
      standard.services.map(({ name, version, state }) => [name, version, state]),
      [
        ['auth', '9.9.9', 'running'],
        ['analytics', '9.9.9', 'running'],
        ['backend', '9.9.9', 'running'],
        ['frontend', '9.9.9', 'running'],
      ],
    );
    assert.deepEqual(body.processes.map(({ name }) => name).sort(), [
      'identity',
      'launcher',
      'llm',
      'mail',
      'payment',
      'postgres',
      'redis',
      'standard-analytics',
      'standard-auth',
      'standard-backend',
      'standard-frontend',
    ]);
    assert.equal((await launcher.ask('GET', '/state', undefined, 'x'.repeat(48))).status, 401);
    const sessions = sessionsOf(control);
    assert.equal((await launcher.ask('POST', '/shutdown')).status, 202);
    assert.equal(await launcher.exited, 0);
    await assertGone(control, sessions);
    assertNoFolders(control);
    assert.equal(launcher.stderr, '');
  });

  /** What the fakes of the standard instance were told, by service. */
  async function toldTo(
    launcher: SpawnedLauncher,
  ): Promise<Record<string, Record<string, string | undefined>>> {
    const { body } = await launcher.ask<{
      lines: { service: string; told?: Record<string, string | undefined> }[];
    }>('GET', '/instances/standard/logs');
    return Object.fromEntries(body.lines.flatMap(({ service, told }) => (told ? [[service, told]] : [])));
  }

  it('gives mails and the socket the address of the frontend, and counts it up after all the others', async () => {
    const launcher = launch();
    await launcher.ready();
    const { body } = await launcher.ask<InstanceView>('GET', '/instances/standard');
    const service = (wanted: string) => body.services.find(({ name }) => name === wanted);
    assert.equal(body.public_url, service('frontend')?.url);
    const told = await toldTo(launcher);
    assert.equal(told.auth?.PUBLIC_URL, body.public_url);
    assert.equal(told.backend?.ALLOWED_ORIGINS, body.public_url);
    const [auth, backend, frontend] = ['auth', 'backend', 'frontend'].map((name) => service(name)?.ready_at);
    assert.ok(auth && backend && frontend && auth <= backend && backend <= frontend);
    assert.equal(body.status, 'ready');
  });

  it('gives them another address where one is set, and analytics a folder and users', async () => {
    const launcher = launch({ env: { PLATFORM_PUBLIC_URL: 'https://chat.example.org/' } });
    const control = await launcher.ready();
    const { body } = await launcher.ask<InstanceView>('GET', '/instances/standard');
    const { auth, backend, analytics } = await toldTo(launcher);
    assert.equal(body.public_url, 'https://chat.example.org');
    assert.equal(auth?.PUBLIC_URL, 'https://chat.example.org');
    assert.equal(backend?.ALLOWED_ORIGINS, 'https://chat.example.org');
    const { stores, services } = body;
    assert.equal(stores.analytics.url, services.find(({ name }) => name === 'analytics')?.url);
    const users = JSON.parse(analytics?.USERS ?? '') as Record<string, Record<string, unknown>>;
    const { password, database } = stores.analytics;
    assert.equal(database, 'analytics_standard');
    assert.deepEqual(users.witness_standard, { password, database, readonly: true });
    assert.deepEqual(
      { ...users.backend_standard, password: '' },
      { password: '', database, readonly: false },
    );
    const data = analytics?.DATA_DIR ?? '';
    assert.equal(existsSync(data), true);
    assert.ok(data.includes(basename(control.run_dir)));
    await launcher.end();
    assert.equal(existsSync(data), false);
  });

  it("shows a person the pages' address first, and leaves the others in platform.env until it ends", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'discovery-'));
    const names = ['FRONTEND', 'AUTH', 'BACKEND', 'ANALYTICS'];
    const ports = await Promise.all(names.map(() => choosePort()));
    const chosen: Record<string, string> = {};
    names.forEach((name, index) => (chosen[`PLATFORM_${name}_PORT`] = String(ports[index])));
    const launcher = launch({
      args: ['--person'],
      env: { ...chosen, PLATFORM_DISCOVERY_DIR: folder },
    });
    const shown = async () => (launcher.stderr.includes('Ctrl-C ends it.') ? true : undefined);
    await looking(shown, { deadline: performance.now() + 60_000, until: launcher.exited });
    const [page] = /http:\/\/127\.0\.0\.1:\d+/.exec(launcher.stderr) ?? [];
    assert.equal(page, `http://127.0.0.1:${ports[0]}`, launcher.stderr);
    const env = readFileSync(join(folder, 'platform.env'), 'utf8');
    assert.match(env, new RegExp(`^PUBLIC_URL=${page}$`, 'm'));
    assert.match(env, new RegExp(`^ANALYTICS_URL=http://127.0.0.1:${ports[3]}$`, 'm'));
    assert.match(env, /^ANALYTICS_USER=witness_standard$/m);
    assert.match(env, /^ANALYTICS_PASSWORD=\w{48}$/m);
    assert.match(env, /^ANALYTICS_DATABASE=analytics_standard$/m);
    launcher.process.kill('SIGINT');
    assert.equal(await launcher.exited, 0);
    assert.deepEqual(readdirSync(folder), []);
    rmSync(folder, { recursive: true });
  });

  it('leases instances, and leases one again only if nothing happened to it', async () => {
    const launcher = launch();
    await launcher.ready();
    const lease = async (profile: string, more = {}) =>
      (await launcher.ask<LeaseAnswer>('POST', '/leases', { profile, ...more })).body;
    const giveBack = async ({ lease_id }: LeaseAnswer) =>
      (await launcher.ask<{ returned: boolean; reason?: string }>('DELETE', `/leases/${lease_id}`)).body;

    const first = await lease('short-lived-tokens');
    assert.equal(first.instance.settings.ACCESS_TOKEN_TTL, 3);
    assert.deepEqual(await giveBack(first), { returned: true });
    const second = await lease('short-lived-tokens');
    assert.equal(second.instance.id, first.instance.id);

    const act = async (name: string) =>
      await launcher.ask<{ state: string; pid: number; url: string }>(
        'POST',
        `/instances/${second.instance.id}/services/${name}`,
      );
    const before = second.instance.services.find(({ name }) => name === 'backend');
    assert.equal((await act('backend/kill')).body.state, 'stopped');
    const { body: after } = await act('backend/start');
    assert.equal(after.state, 'running');
    assert.equal(after.url, before?.url);
    assert.notEqual(after.pid, before?.pid);
    const { returned, reason } = await giveBack(second);
    assert.equal(returned, false);
    assert.match(reason ?? '', /backend is another process/);

    assert.equal((await launcher.ask('POST', '/leases', { profile: 'no-such' })).status, 422);
    assert.equal((await launcher.ask('DELETE', '/leases/no-such')).status, 404);
    const { body } = await launcher.ask<State>('GET', '/state');
    assert.deepEqual(
      body.instances.map(({ id }) => id),
      ['standard'],
    );
  });

  it('keeps a pool ready, so that a lease does not wait', async () => {
    const launcher = launch();
    await launcher.ready();
    assert.equal((await launcher.ask('POST', '/pool', { 'tight-limits': 1 })).status, 202);
    const pooled = async () => {
      const { body } = await launcher.ask<State>('GET', '/state');
      return body.instances.find(({ profile }) => profile === 'tight-limits');
    };
    const instance = await looking(pooled, { deadline: performance.now() + 10_000 });
    const { body } = await launcher.ask<LeaseAnswer>('POST', '/leases', { profile: 'tight-limits' });
    assert.equal(body.instance.id, instance?.id);
    assert.ok(body.lease_ms < 100, `waited ${body.lease_ms} ms`);
  });

  it('has the log lines of an instance, by trace', async () => {
    const launcher = launch();
    await launcher.ready();
    const lines = async (query: string) =>
      (
        await launcher.ask<{ lines: { service: string; trace_id?: string }[] }>(
          'GET',
          `/instances/standard/logs${query}`,
        )
      ).body.lines;
    const all = await lines('');
    assert.deepEqual([...new Set(all.map(({ service }) => service))].sort(), [
      'analytics',
      'auth',
      'backend',
      'frontend',
    ]);
    const traced = await lines(`?trace_id=${'a'.repeat(32)}`);
    assert.ok(traced.length >= 4 && traced.every(({ trace_id }) => trace_id === 'a'.repeat(32)));
    assert.deepEqual(await lines('?since=2999-01-01T00:00:00Z'), []);
  });

  it('is survived by nothing when it is killed, and the next start sweeps its folders', async () => {
    const launcher = launch();
    const control = await launcher.ready();
    const sessions = sessionsOf(control);
    // One that cannot look at its lifeline goes all the same.
    const stopped = recordOf(control.run_dir).find(({ name }) => name === 'standard-backend');
    process.kill(stopped?.pid ?? 0, 'SIGSTOP');
    process.kill(control.pid, 'SIGKILL');
    await assertGone(control, sessions);
    assert.equal(existsSync(control.run_dir), true);
    const next = launch();
    await next.ready();
    assertNoFolders(control);
  });

  it('ends everything, folders included, when whoever started it is gone', async () => {
    const launcher = launch();
    const control = await launcher.ready();
    const sessions = sessionsOf(control);
    launcher.process.stdio[3]?.destroy();
    await assertGone(control, sessions);
    await launcher.exited;
    assertNoFolders(control);
  });

  it('ends everything on Ctrl-C in the middle of a start', async () => {
    const launcher = launch();
    const control = await launcher.control();
    launcher.process.kill('SIGINT');
    assert.equal(await launcher.exited, 0);
    assert.deepEqual(leftOf(control.run_dir, new Set()), []);
    assertNoFolders(control);
  });

  /** The one sentence of a start that cannot go on, once everything is gone again. */
  async function refusal(
    options: ConstructorParameters<typeof SpawnedLauncher>[0],
  ): Promise<{ code: number | null; sentence: string }> {
    const temporary = mkdtempSync(join(tmpdir(), 'launcher-'));
    chmodSync(temporary, 0o711);
    try {
      const launcher = launch({ ...options, env: { ...options?.env, TMPDIR: temporary } });
      const code = await launcher.exited;
      const left = readdirSync(temporary).filter((name) => name.startsWith('revenue-platform-'));
      assert.deepEqual(left, []);
      return { code, sentence: launcher.stderr };
    } finally {
      rmSync(temporary, { recursive: true });
    }
  }

  it('fails at once with the last log lines when a service exits', async () => {
    const { code, sentence } = await refusal({ env: { FAKE_BACKEND: 'exits' } });
    assert.equal(code, 1);
    assert.match(
      sentence,
      /^backend exited with code 1 before it was ready\. Its last lines:\n(.*\n)* {2}FATAL the fake was told to exit\n$/,
    );
  });

  it('says which check fails when a service never gets healthy', async () => {
    const { code, sentence } = await refusal({
      env: { FAKE_AUTH: 'never-healthy', START_DEADLINE_MS: '4000' },
    });
    assert.equal(code, 1);
    assert.match(
      sentence,
      /^auth did not become healthy within 4 s \(moon: the moon is not full\)\. Its last lines:\n/,
    );
  });

  it('says that a service never registered', async () => {
    const { sentence } = await refusal({ env: { FAKE_AUTH: 'never-registers', START_DEADLINE_MS: '4000' } });
    assert.match(sentence, /^auth did not register itself in service discovery within 4 s\./);
  });

  it('refuses a service that registers a port where it does not listen', async () => {
    const { code, sentence } = await refusal({ env: { FAKE_BACKEND: 'lies-about-port' } });
    assert.equal(code, 1);
    assert.match(
      sentence,
      /^backend says in service discovery that it listens on port \d+, but nothing of that name answers there\.\n$/,
    );
  });

  it('refuses a service that registers another process', async () => {
    const { sentence } = await refusal({ env: { FAKE_BACKEND: 'lies-about-pid' } });
    assert.match(
      sentence,
      /^backend says in service discovery that its process is \d+, but \d+ was started\.\n$/,
    );
  });

  it('says in one sentence that Redis is missing or too old', async () => {
    const missing = await refusal({ env: { REDIS_SERVER_BIN: '/nonexistent/redis-server' } });
    assert.equal(missing.code, 2);
    assert.match(missing.sentence, /^REDIS_SERVER_BIN cannot be used: .*ENOENT.*\n$/);
    const old = join(mkdtempSync(join(tmpdir(), 'redis-')), 'redis-server');
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=6.0.16 sha=0"\n', { mode: 0o755 });
    const tooOld = await refusal({ env: { REDIS_SERVER_BIN: old } });
    rmSync(join(old, '..'), { recursive: true });
    assert.equal(tooOld.code, 2);
    assert.match(tooOld.sentence, /^REDIS_SERVER_BIN cannot be used: .* is version 6\.0\.16, too old.*\n$/);
  });

  it('says in one sentence that the cache folder cannot be written', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'cache-')), 'a-file');
    writeFileSync(file, '');
    const { code, sentence } = await refusal({ env: { PLATFORM_CACHE_DIR: file } });
    rmSync(join(file, '..'), { recursive: true });
    assert.equal(code, 2);
    assert.match(sentence, /^The cache folder .*a-file cannot be written: .*PLATFORM_CACHE_DIR.*\n$/);
  });

  it('says in one sentence that a fixed port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, sentence } = await refusal({
      args: ['--person'],
      env: {
        PLATFORM_FRONTEND_PORT: String(await choosePort()),
        PLATFORM_AUTH_PORT: String(await choosePort()),
        PLATFORM_BACKEND_PORT: String(port),
        PLATFORM_DISCOVERY_DIR: join(tmpdir(), 'never-made'),
      },
    });
    taken.close();
    assert.equal(code, 2);
    assert.equal(
      sentence,
      `Port ${port}, where backend is to listen, is taken by another process (perhaps another platform). ` +
        'End that one, or set PLATFORM_BACKEND_PORT to a free port.\n',
    );
  });
});
