import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLogger } from '@reference/kit/logger';
import { Redis as Connection } from 'ioredis';
import { Client } from 'pg';
import { EngineRoom } from '../engine-room';
import { createStores, type Engines, type Stores } from '../instances/stores';
import { LogBook } from '../processes/log-book';
import { ProcessTable } from '../processes/process-table';
import { RunDir } from '../run-dir';
import { launcherSettings } from '../settings';
import { Steps } from '../steps';
import { PROJECT } from '../testing/spawned-launcher';

describe("an instance's own engines", () => {
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
    const room = new EngineRoom({ settings, steps: new Steps(), runDir, processes, logs, logger });
    engines = await room.launch('mine');
    stores = await createStores(engines, 'mine');
  });

  after(async () => {
    await processes.endAll({ hurried: true });
    await processes.dismissUndertaker();
    logs.close();
    await runDir.remove();
  });

  async function inDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: stores.databaseUrl.backend });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async function inRedis<T>(work: (redis: Connection) => Promise<T>): Promise<T> {
    const redis = new Connection(stores.redisUrl.auth);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  for (const end of ['stop', 'kill'] as const) {
    it(`keep port, users and everything that was acknowledged over a ${end}`, async () => {
      const ports = [engines.postgres.port, engines.redis.port];
      const counter = `mine:auth:${end}`;
      await inDatabase((client) => client.query(`create table ${end}_kept as select 'kept' as words`));
      await inRedis(async (redis) => {
        for (let count = 1; count <= 200; count += 1) await redis.incr(counter);
        await redis.set(`${counter}:lease`, 'held', 'EX', 600);
        await redis.multi().set(`${counter}:together`, '1').expire(`${counter}:together`, 600).exec();
        await redis.xadd('mine:user-events', '*', 'event', end);
      });

      await Promise.all([engines.postgres[end](), engines.redis[end]()]);
      assert.deepEqual([engines.postgres.pid, engines.redis.pid], [undefined, undefined]);
      await Promise.all([engines.postgres.start(), engines.redis.start()]);

      assert.deepEqual([engines.postgres.port, engines.redis.port], ports);
      const { rows } = await inDatabase((client) => client.query(`select words from ${end}_kept`));
      assert.deepEqual(rows, [{ words: 'kept' }]);
      await inRedis(async (redis) => {
        assert.equal(await redis.get(counter), '200');
        assert.ok((await redis.ttl(`${counter}:lease`)) > 590);
        assert.equal(await redis.get(`${counter}:together`), '1');
        const entries = await redis.xrange('mine:user-events', '-', '+');
        assert.deepEqual(entries.at(-1)?.[1], ['event', end]);
        await assert.rejects(redis.get('other:auth:x'), /NOPERM/);
      });
    });
  }

  it('leave no folder behind when they are discarded', async () => {
    await Promise.all([engines.postgres.discard(), engines.redis.discard()]);
    assert.deepEqual([engines.postgres.pid, engines.redis.pid], [undefined, undefined]);
    const places = [runDir.path, join('/dev/shm', basename(runDir.path))].filter((place) =>
      existsSync(place),
    );
    assert.deepEqual(
      places.flatMap((place) => readdirSync(place).filter((name) => name.includes('mine'))),
      [],
    );
  });
});
