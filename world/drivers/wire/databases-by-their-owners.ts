import { Client } from 'pg';
import type { ServiceCredentials } from '../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../evidence/recorder';
import { PATIENCE } from '../../service-levels';
import type { DatabasesDriver, Trouble } from '../databases';
import { KEEPERS, type Keeper } from '../services';

/** Done when their processes are gone, which is waited for: milliseconds. */
const END_SESSIONS = `select pg_terminate_backend(pid, 2000) from pg_stat_activity
  where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`;
const WAITING = `select count(*)::int as waiting from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`;

/** The table that everything of a person's at a service leads through. */
const MAIN_TABLE: Readonly<Record<Keeper, string>> = { auth: 'users', backend: 'threads' };

/** With what each trouble begins and ends; what is set for a database holds for sessions that are opened later. */
const STATEMENTS: Readonly<
  Record<Trouble, (database: string, of: Keeper) => { begin: string[]; end: string[] }>
> = {
  'ends every session': () => ({ begin: [END_SESSIONS], end: [] }),
  'takes no connections': (database) => ({
    begin: [`alter database ${database} connection limit 0`, END_SESSIONS],
    end: [`alter database ${database} connection limit -1`],
  }),
  'takes no writes': (database) => ({
    begin: [`alter database ${database} set default_transaction_read_only = on`, END_SESSIONS],
    end: [`alter database ${database} reset default_transaction_read_only`],
  }),
  'keeps everybody waiting': (_, of) => ({
    begin: ['begin', `lock table ${MAIN_TABLE[of]} in access exclusive mode`],
    end: ['rollback'],
  }),
};

interface Open {
  readonly client: Client;
  readonly database: string;
  ends: string[];
}

/** With each service's own credentials, over a session that is open from a trouble's beginning to its end. */
export class DatabasesByTheirOwners implements DatabasesDriver {
  private readonly open = new Map<Keeper, Open>();

  constructor(
    private readonly credentials: ServiceCredentials,
    private readonly evidence: EvidenceRecorder,
  ) {}

  async trouble(of: Keeper, how: Trouble): Promise<void> {
    const session = this.open.get(of) ?? (await this.connect(of));
    const { begin, end } = STATEMENTS[how](session.database, of);
    session.ends = [...end, ...session.ends];
    for (const statement of begin) await session.client.query(statement);
    this.note(of, how);
  }

  async waiting(of: Keeper): Promise<number> {
    const session = this.open.get(of) ?? (await this.connect(of));
    // Within a transaction PostgreSQL would tell again what it told first.
    await session.client.query('select pg_stat_clear_snapshot()');
    const { rows } = await session.client.query<{ waiting: number }>(WAITING);
    return rows[0]?.waiting ?? 0;
  }

  async calm(): Promise<void> {
    for (const of of KEEPERS) {
      const session = this.open.get(of);
      if (!session) continue;
      this.open.delete(of);
      for (const statement of session.ends) await session.client.query(statement);
      await session.client.end();
      this.note(of, 'is calm');
    }
  }

  private async connect(of: Keeper): Promise<Open> {
    const connectionString = this.credentials[of].database;
    const client = new Client({ connectionString, connectionTimeoutMillis: PATIENCE.response });
    client.on('error', () => undefined); // Shows at the next statement, with its reason.
    await client.connect();
    const database = client.escapeIdentifier(new URL(connectionString).pathname.slice(1));
    const session = { client, database, ends: [] };
    this.open.set(of, session);
    return session;
  }

  private note(of: Keeper, what: string): void {
    this.evidence.exchange({ actor: 'the operators', peer: `${of}-database`, kind: 'sql', what });
  }
}
