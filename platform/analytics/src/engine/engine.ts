import { drainPending, Session } from 'chdb';
import { ChdbNodeEngine, QueryClass } from 'chdb/durable/node';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Users } from '../settings';
import { FOUNDER_ROLE, roleOf, writeAccess } from './access';
import { letCrashesEndTheProcess } from './crash-signals';
import { exceptionOf, filesRefused, multipleStatements } from './exception';
import { InTurns } from './in-turns';
import { touchesServerFiles } from './server-files';

/** One query holds one of libuv's four threads as long as it takes; one stays free for files. */
const MOST_AT_ONCE = 3;

export interface Statement {
  readonly user: string;
  readonly sql: string;
  readonly database: string;
  /** Where the statement itself does not say. */
  readonly format: string;
  /** Values of `{name:Type}`, in the text form in which they travel over HTTP. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  /** False: the engine refuses it if it changes data, whoever sends it. */
  readonly mayChange: boolean;
}

export interface Answer {
  readonly body: Uint8Array;
  /** Seconds. */
  readonly elapsed: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

/**
 * The ClickHouse engine in this process, on one folder. Its calls run on libuv's threads, so the event loop stays free.
 * Each statement gets a connection of its own, with its user's role and no more: nothing set by one reaches another.
 */
export class Engine {
  private readonly turns = new InTurns(MOST_AT_ONCE);
  private readonly founder: ChdbNodeEngine;

  private constructor(
    private readonly path: string,
    private readonly users: Users,
    access: readonly string[],
  ) {
    this.founder = new ChdbNodeEngine({ extraArgs: access });
  }

  /** Loads the engine (about 0.1 s, blocking) and makes the users' databases where they are missing. */
  static async open(dataDir: string, users: Users): Promise<Engine> {
    const path = join(dataDir, 'engine');
    await mkdir(path, { recursive: true });
    const engine = new Engine(path, users, await writeAccess(join(dataDir, 'access'), users));
    await engine.founder.start({ dataPath: path, backupsAllowedPath: join(dataDir, 'backups') });
    letCrashesEndTheProcess();
    await engine.founder.run(`SET ROLE ${FOUNDER_ROLE}`);
    for (const { database } of Object.values(users)) await engine.founder.createDatabase(database);
    return engine;
  }

  /** Resolves when the engine answers; past the queue, so that long queries do not look like a broken engine. */
  async ping(): Promise<void> {
    await this.founder.query('SELECT 1', 'TabSeparated').catch((cause: unknown) => {
      throw exceptionOf(cause);
    });
  }

  /** @throws ClickHouseException */
  async run(statement: Statement): Promise<Answer> {
    return this.turns.run(async () => {
      try {
        await this.check(statement);
        return await this.execute(statement);
      } catch (cause) {
        throw exceptionOf(cause);
      }
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await drainPending();
    await this.founder.close();
  }

  /** The engine's own parser counts: a second statement could set another role for a third. */
  private async check({ sql, database }: Statement): Promise<void> {
    if (touchesServerFiles(sql)) throw filesRefused();
    const { statementCount, queryClass } = await this.founder.analyze(sql, database);
    if (queryClass === QueryClass.Unknown) await this.explainFault(sql);
    if (statementCount > 1) throw multipleStatements();
  }

  /** What the parser does not know is not run; where it is no SQL at all, the parser's own sentence says why. */
  private async explainFault(sql: string): Promise<never> {
    await this.founder.query(`SELECT formatQuery(${quoted(sql)})`, 'TabSeparated');
    throw multipleStatements();
  }

  private async execute(statement: Statement): Promise<Answer> {
    const { user, sql, database, format } = statement;
    const session = new Session(this.path);
    try {
      const assignments = [...this.assignments(statement)].map((assignment) => `SET ${assignment}`);
      await session.queryAsync(
        [`SET ROLE ${roleOf(user)}`, `USE ${identifier(database)}`, ...assignments].join('; '),
      );
      const result = await session.queryAsync(sql, { format });
      const { elapsed, rowsRead, bytesRead } = result;
      return { body: result.bytes(), elapsed, rowsRead, bytesRead };
    } finally {
      session.close();
    }
  }

  /** A reader's connection is closed for changes first: then the engine refuses changed settings as well. */
  private *assignments({ user, parameters, settings, mayChange }: Statement): Generator<string> {
    if (this.users[user]?.readonly) yield 'readonly = 1';
    else yield 'async_insert = 0'; // An acknowledged row lies in a part, not in a buffer.
    for (const [name, value] of Object.entries(parameters)) yield `param_${name} = ${quoted(value)}`;
    for (const [name, value] of Object.entries(settings)) yield `${name} = ${quoted(value)}`;
    if (!mayChange && !this.users[user]?.readonly) yield 'readonly = 2';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
