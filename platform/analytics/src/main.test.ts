import { createClient } from '@clickhouse/client';
import { discover } from '@reference/kit/discovery';
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, describe, it } from 'node:test';

const USERS = { writer: { password: 'secret', database: 'ours', readonly: false } };

describe('the analytics process', () => {
  let folder: string;
  let child: ChildProcess;

  /** @returns its exit code, or the signal that ended it */
  const ended = async (signal: NodeJS.Signals): Promise<unknown> => {
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill(signal);
    const [code, killedBy] = await exited;
    return code ?? killedBy;
  };

  const discovery = () => join(folder, 'discovery');

  function spawned(users: string): ChildProcess {
    return spawn(process.execPath, ['-r', 'ts-node/register', join(__dirname, 'main.ts')], {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        SERVICE_DISCOVERY_DIR: discovery(),
        DATA_DIR: join(folder, 'data'),
        USERS: users,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  async function start(): Promise<void> {
    child = spawned(JSON.stringify(USERS));
    if (!child.stdout) throw new Error('the process has no standard output');
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) if (line.includes('"analytics is up"')) break;
    child.stdout.resume();
  }

  async function asked<T>(work: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
    const [entry] = await discover(discovery(), 'analytics');
    const client = createClient({
      url: entry?.api_url,
      username: 'writer',
      password: 'secret',
      database: 'ours',
    });
    return work(client).finally(() => client.close());
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'analytics-process-'));
  });
  afterEach(() => child.kill('SIGKILL'));
  after(() => rm(folder, { recursive: true, force: true }));

  it('keeps an acknowledged row through a kill -9', async () => {
    await start();
    await asked(async (client) => {
      await client.command({ query: 'create table kept (n UInt8) engine = MergeTree order by n' });
      await client.insert({ table: 'kept', values: [{ n: 7 }], format: 'JSONEachRow' });
    });
    assert.equal(await ended('SIGKILL'), 'SIGKILL');
    await start();
    const found = await asked(async (client) => {
      const result = await client.query({ query: 'select n from kept', format: 'JSONEachRow' });
      return result.json();
    });
    assert.deepEqual(found, [{ n: 7 }]);
  });

  it('is gone at once when the engine crashes', { timeout: 10_000 }, async () => {
    await start();
    assert.equal(await ended('SIGSEGV'), 'SIGSEGV');
  });

  it('leaves when told to, and discovery with it', async () => {
    await start();
    assert.equal(await ended('SIGTERM'), 0);
    assert.deepEqual(await discover(discovery(), 'analytics'), []);
  });

  it('does not start with wrong settings, and says so with exit code 2', async () => {
    child = spawned('nobody');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 2);
  });
});
