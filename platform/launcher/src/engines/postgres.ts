import { chown, rm } from 'node:fs/promises';
import { Client } from 'pg';
import { onChosenPort } from '../ports';
import type { HeldProcess } from '../processes/held-process';
import type { LogBook } from '../processes/log-book';
import type { ProcessTable } from '../processes/process-table';
import type { RunDir } from '../run-dir';
import { looking } from '../waiting';
import { untilServing, type Engine } from './engine';
import type { PostgresBinaries } from './postgres-binaries';
import { unpackTemplate } from './postgres-template';

export interface PostgresOptions {
  /** Unique in a launcher: names its folders and log. */
  name: string;
  instanceId?: string;
  binaries: PostgresBinaries;
  template: string;
  runDir: RunDir;
  processes: ProcessTable;
  logs: LogBook;
  deadlineMs: number;
}

const READY = /database system is ready to accept connections/;
const TAKEN = /could not bind .* address|could not create any TCP\/IP sockets/;
/** Backends of a server that was killed notice within moments; until then the data folder is theirs. */
const STILL_IN_USE = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;
const STOP_MS = 3_000;

/** A PostgreSQL server with a cluster of its own. */
export class Postgres implements Engine {
  readonly name = 'postgres';
  private server: HeldProcess | undefined;
  private administrator: Promise<Client> | undefined;

  private constructor(
    private readonly options: PostgresOptions,
    private readonly data: string,
    private readonly sockets: string,
    readonly port: number,
  ) {}

  static async launch(options: PostgresOptions): Promise<Postgres> {
    const { name, runDir, binaries, template, processes } = options;
    const data = await runDir.dataFolder(name);
    const sockets = await runDir.folder(`${name}-socket`);
    await unpackTemplate(template, data, binaries.user, processes.tools);
    if (binaries.user) await chown(sockets, binaries.user.uid, binaries.user.gid);
    return await onChosenPort(async (port) => {
      const postgres = new Postgres(options, data, sockets, port);
      await postgres.start();
      return postgres;
    });
  }

  get pid(): number | undefined {
    return this.server?.exit ? undefined : this.server?.pid;
  }

  async start(): Promise<void> {
    if (this.pid !== undefined) return;
    const deadline = performance.now() + this.options.deadlineMs;
    const started = await looking(() => this.tryStart(), { deadline });
    if (started === undefined)
      throw new Error('the processes of the PostgreSQL server before this one do not end');
  }

  /** Fast shutdown: sessions are ended, what was committed is kept. */
  async stop(): Promise<void> {
    await this.letAdministratorGo();
    await this.server?.stop('SIGINT', STOP_MS);
  }

  async kill(): Promise<void> {
    await this.letAdministratorGo();
    await this.server?.stop('SIGKILL', 0);
  }

  async discard(): Promise<void> {
    await this.letAdministratorGo();
    // Immediate shutdown: its backends go with it, which a kill would leave in the data folder for a moment.
    await this.server?.stop('SIGQUIT', STOP_MS);
    await rm(this.data, { recursive: true, force: true });
    await rm(this.sockets, { recursive: true, force: true });
  }

  /** Runs statements as the superuser, one after the other, outside a transaction (CREATE DATABASE wants that). */
  async administer(...statements: string[]): Promise<void> {
    this.administrator ??= this.connect();
    const client = await this.administrator;
    for (const statement of statements) await client.query(statement);
  }

  private async tryStart(): Promise<true | undefined> {
    const { name, instanceId, binaries, processes, logs, deadlineMs } = this.options;
    const log = logs.of({ name, service: 'postgres', ...(instanceId ? { instanceId } : {}) });
    this.server = processes.start(
      {
        name,
        command: binaries.postgres,
        args: ['-D', this.data, '-p', String(this.port), '-c', `unix_socket_directories=${this.sockets}`],
        env: { PATH: process.env.PATH, LC_ALL: 'C' },
        cwd: '/',
        log,
        orphanSignal: 'QUIT',
        passLifeline: false,
        user: binaries.user,
      },
      { kind: 'engine', stopSignal: 'SIGINT', stopMs: STOP_MS, hurriedSignal: 'SIGQUIT' },
    );
    try {
      await untilServing('PostgreSQL', this.server, {
        ready: READY,
        taken: TAKEN,
        port: this.port,
        deadlineMs,
      });
      return true;
    } catch (cause) {
      if (this.server.exit && this.server.lastLines(4).some((line) => STILL_IN_USE.test(line)))
        return undefined;
      throw cause;
    }
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      host: this.sockets,
      port: this.port,
      user: 'postgres',
      database: 'postgres',
    });
    // A stopped or killed server breaks the connection; the next statement makes a new one.
    client.on('error', () => (this.administrator = undefined));
    await client.connect();
    return client;
  }

  private async letAdministratorGo(): Promise<void> {
    const client = await this.administrator;
    this.administrator = undefined;
    await client?.end();
  }
}
