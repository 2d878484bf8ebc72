import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLogger } from '@reference/kit/logger';
import { Redis as Connection } from 'ioredis';
import { Client } from 'pg';
import { EngineRoom } from '../engine-room';
import { LogBook } from '../processes/log-book';
import { ProcessTable } from '../processes/process-table';
import { RunDir } from '../run-dir';
import { launcherSettings } from '../settings';
import { Steps } from '../steps';
import { PROJECT } from '../testing/spawned-launcher';
import { createStores, dropStores, type Engines, type Stores } from './stores';

describe('the stores of an instance, on real engines', () => {
  let runDir: RunDir;
  let processes: ProcessTable;
  let logs: LogBook;
  let engines: Engines;
  let stores: Stores;

  before(async () => {
    runDir = new RunDir();
    mkdirSync(join(runDir.path, 'logs'));
    logs = new LogBook(join(runDir.path, 'logs'));
    processes = new ProcessTable(runDir);
    const logger = createLogger('launcher', '1', 'error', join(runDir.path, 'launcher.log'));
    const settings = launcherSettings(PROJECT, { ...process.env, LIFELINE_FD: undefined });
    engines = await new EngineRoom({
      settings,
      steps: new Steps(),
      runDir,
      processes,
      logs,
      logger,
    }).launch();
    stores = await createStores(engines, 'here');
  });

  after(async () => {
    await Promise.all([engines.postgres.stop(), engines.redis.stop()]);
    await processes.endAll({ hurried: true });
    await processes.dismissUndertaker();
    logs.close();
    await runDir.remove();
  });

  async function inDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async function inRedis<T>(url: string, work: (redis: Connection) => Promise<T>): Promise<T> {
    const redis = new Connection(url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  it('let a service into its own database and no other', async () => {
    await inDatabase(stores.databaseUrl.auth, (client) => client.query('create table people (name text)'));
    const foreign = stores.databaseUrl.auth.replace(/auth_here$/, 'backend_here');
    await assert.rejects(
      inDatabase(foreign, async () => undefined),
      /permission denied for database "backend_here"/,
    );
  });

  it('let the witness read tables that did not exist when it was made, and write none', async () => {
    await inDatabase(stores.databaseUrl.auth, (client) =>
      client.query(`create table later (name text); insert into later values ('ada')`),
    );
    await inDatabase(stores.witness.auth_database, async (client) => {
      assert.deepEqual((await client.query('select name from later')).rows, [{ name: 'ada' }]);
      await assert.rejects(client.query(`insert into later values ('bram')`), /read-only transaction/);
      await client.query('set default_transaction_read_only = off');
      await assert.rejects(client.query(`insert into later values ('bram')`), /permission denied/);
    });
  });

  it('keep the superuser away from the network', async () => {
    const url = `postgresql://postgres@127.0.0.1:${engines.postgres.port}/postgres`;
    await assert.rejects(
      inDatabase(url, async () => undefined),
      /pg_hba.conf rejects connection/,
    );
  });

  it('keep what was committed when the server is killed', async () => {
    await inDatabase(stores.databaseUrl.backend, (client) =>
      client.query(`create table said (words text); insert into said values ('kept')`),
    );
    await engines.postgres.kill();
    assert.equal(engines.postgres.pid, undefined);
    await engines.postgres.start();
    const { rows } = await inDatabase(stores.databaseUrl.backend, (client) =>
      client.query('select words from said'),
    );
    assert.deepEqual(rows, [{ words: 'kept' }]);
  });

  it('let a Redis user reach its own keys, those of limits and the stream, and no others', async () => {
    await inRedis(stores.redisUrl.auth, async (redis) => {
      await redis.set('here:auth:session', '1');
      await redis.incr('here:limits:person:x');
      await redis.xadd('here:user-events', '*', 'event', '{}');
      await assert.rejects(redis.set('here:backend:x', '1'), /NOPERM/);
      await assert.rejects(redis.flushall(), /NOPERM/);
    });
    await inRedis(stores.witness.redis, async (redis) => {
      assert.equal(await redis.get('here:auth:session'), '1');
      assert.equal((await redis.xrange('here:user-events', '-', '+')).length, 1);
      await assert.rejects(redis.set('here:auth:session', '2'), /NOPERM/);
    });
  });

  it('keep Redis users over a restart', async () => {
    await engines.redis.stop();
    await engines.redis.start();
    assert.equal(await inRedis(stores.redisUrl.backend, (redis) => redis.ping()), 'PONG');
  });

  it('are gone, users included, once they are dropped', async () => {
    const dropped = await createStores(engines, 'gone');
    await inRedis(dropped.redisUrl.auth, (redis) => redis.set('gone:auth:x', '1'));
    await dropStores(engines, 'gone');
    await assert.rejects(
      inDatabase(dropped.databaseUrl.auth, async () => undefined),
      /password authentication failed/,
    );
    const administrator = await engines.redis.administrator();
    assert.deepEqual(await administrator.keys('gone:*'), []);
    assert.equal(
      ((await administrator.call('ACL', 'LIST')) as string[]).some((user) => user.includes('gone')),
      false,
    );
    assert.equal(
      ((await administrator.call('ACL', 'LIST')) as string[]).some((user) => user.includes('auth_here')),
      true,
    );
  });
});
