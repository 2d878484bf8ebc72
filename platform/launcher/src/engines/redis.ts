import { createHash, randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@reference/kit/logger';
import { createRedis } from '@reference/kit/redis';
import type { Redis as Connection } from 'ioredis';
import { onChosenPort } from '../ports';
import type { HeldProcess } from '../processes/held-process';
import type { LogBook } from '../processes/log-book';
import type { ProcessTable } from '../processes/process-table';
import type { RunDir } from '../run-dir';
import { untilServing, type Engine } from './engine';
import type { RedisProgram } from './redis-lookup';

export interface RedisOptions {
  /** Unique in a launcher: names its folder and log. */
  name: string;
  instanceId?: string;
  program: RedisProgram;
  runDir: RunDir;
  processes: ProcessTable;
  logs: LogBook;
  logger: Logger;
  deadlineMs: number;
  /** Writes every change to a file, so that a killed server comes back with its data. Default false. */
  appendOnly?: boolean;
}

const READY = /[Rr]eady to accept connections/;
const TAKEN = /Address already in use|Failed listening on port/;
const STOP_MS = 2_000;
const ADMINISTRATOR = 'launcher';

/** A Redis (or Valkey) server. Users live in a file of its folder, so they survive a restart. */
export class Redis implements Engine {
  readonly name = 'redis';
  private server: HeldProcess | undefined;
  private connection: Connection | undefined;
  private readonly password = randomBytes(24).toString('hex');

  private constructor(
    private readonly options: RedisOptions,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async launch(options: RedisOptions): Promise<Redis> {
    const folder = await options.runDir.dataFolder(options.name);
    return await onChosenPort(async (port) => {
      const redis = new Redis(options, folder, port);
      await redis.writeUsers();
      await redis.start();
      return redis;
    });
  }

  get pid(): number | undefined {
    return this.server?.exit ? undefined : this.server?.pid;
  }

  async start(): Promise<void> {
    if (this.pid !== undefined) return;
    const { name, instanceId, program, processes, logs, deadlineMs } = this.options;
    const log = logs.of({ name, service: 'redis', ...(instanceId ? { instanceId } : {}) });
    this.server = processes.start(
      {
        name,
        command: program.path,
        args: ['-'],
        stdin: this.configuration(),
        env: { PATH: process.env.PATH, LC_ALL: 'C', ...program.env },
        cwd: this.folder,
        log,
        orphanSignal: 'KILL',
        passLifeline: false,
      },
      { kind: 'engine', stopSignal: 'SIGTERM', stopMs: STOP_MS, hurriedSignal: 'SIGKILL' },
    );
    await untilServing('Redis', this.server, { ready: READY, taken: TAKEN, port: this.port, deadlineMs });
  }

  async stop(): Promise<void> {
    this.disconnect();
    await this.server?.stop('SIGTERM', STOP_MS);
  }

  async kill(): Promise<void> {
    this.disconnect();
    await this.server?.stop('SIGKILL', 0);
  }

  async discard(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A connection that may do everything; the launcher's own. */
  async administrator(): Promise<Connection> {
    if (this.connection) return this.connection;
    const url = `redis://${ADMINISTRATOR}:${this.password}@127.0.0.1:${this.port}`;
    this.connection = createRedis(url, this.options.logger);
    return this.connection;
  }

  private disconnect(): void {
    this.connection?.disconnect();
    this.connection = undefined;
  }

  private async writeUsers(): Promise<void> {
    const hash = createHash('sha256').update(this.password).digest('hex');
    // Nobody can be the default user, who is off; but it is the one that Redis reads its own file of changes as, and a
    // transaction in it is dropped, with a line in the log, where that user may not do what it does.
    const users = ['user default off ~* &* +@all', `user ${ADMINISTRATOR} on #${hash} ~* &* +@all`];
    await writeFile(join(this.folder, 'users.acl'), `${users.join('\n')}\n`, { mode: 0o600 });
  }

  private configuration(): string {
    return [
      'bind 127.0.0.1',
      `port ${this.port}`,
      `dir ${this.folder}`,
      `aclfile ${join(this.folder, 'users.acl')}`,
      'databases 1',
      'save ""',
      `appendonly ${this.options.appendOnly === true ? 'yes' : 'no'}`,
      'appendfsync no',
      '',
    ].join('\n');
  }
}
