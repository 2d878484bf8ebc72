import type { Logger } from '@reference/kit/logger';
import { Postgres } from './engines/postgres';
import { preparePostgresBinaries } from './engines/postgres-binaries';
import { clusterTemplate } from './engines/postgres-template';
import { Redis } from './engines/redis';
import { fetchRedisWithApt } from './engines/redis-from-apt';
import { findRedis } from './engines/redis-lookup';
import type { Engines } from './instances/stores';
import type { LogBook } from './processes/log-book';
import type { ProcessTable } from './processes/process-table';
import type { RunDir } from './run-dir';
import type { Settings } from './settings';
import type { Steps } from './steps';

export interface EngineRoomOptions {
  settings: Settings;
  steps: Steps;
  runDir: RunDir;
  processes: ProcessTable;
  logs: LogBook;
  logger: Logger;
}

/** Starts engines: the pair that instances share, and pairs that one instance has to itself. */
export class EngineRoom {
  private programs: ReturnType<EngineRoom['preparePrograms']> | undefined;

  constructor(private readonly options: EngineRoomOptions) {}

  /** @param instanceId for engines that belong to one instance alone */
  async launch(instanceId?: string): Promise<Engines> {
    const { steps, settings, runDir, processes, logs, logger } = this.options;
    this.programs ??= this.preparePrograms();
    const { cluster, redis } = this.programs;
    const own = instanceId === undefined ? {} : { instanceId };
    const name = (engine: string) => (instanceId === undefined ? engine : `${engine}-${instanceId}`);
    const shared = { runDir, processes, logs, deadlineMs: settings.startDeadlineMs, ...own };
    // Only an instance's own engines are ever stopped and started again, and only they have to keep what they hold.
    const appendOnly = instanceId !== undefined;
    const [postgres, server] = await Promise.allSettled([
      steps.run(name('postgres'), async () =>
        Postgres.launch({ ...shared, name: name('postgres'), ...(await cluster) }),
      ),
      steps.run(name('redis'), async () =>
        Redis.launch({ ...shared, name: name('redis'), program: await redis, logger, appendOnly }),
      ),
    ]);
    if (postgres.status === 'fulfilled' && server.status === 'fulfilled')
      return { postgres: postgres.value, redis: server.value };
    // Half a pair is of no use to anybody.
    for (const engine of [postgres, server]) if (engine.status === 'fulfilled') await engine.value.discard();
    throw (postgres.status === 'rejected' ? postgres : (server as PromiseRejectedResult)).reason;
  }

  private preparePrograms() {
    const { settings, steps, runDir, processes } = this.options;
    const { tools } = processes;
    const cluster = preparePostgresBinaries(settings.projectRoot, runDir, tools).then(async (binaries) => ({
      binaries,
      template: await clusterTemplate(binaries, { cacheDir: settings.cacheDir, runDir, tools, steps }),
    }));
    const redis = findRedis({
      chosen: settings.redisServerBin,
      path: process.env.PATH ?? '',
      cacheDir: settings.cacheDir,
      tools,
      fetch: (cacheDir) => steps.prepare('fetch Redis with apt', () => fetchRedisWithApt(cacheDir, tools)),
    });
    return { cluster, redis };
  }
}
