import { Client } from 'pg';
import type { EvidenceRecorder } from '../../evidence/recorder';
import type { Trace } from '../witnesses';

/** A read-only look into one database; connects at the first question. */
export class PostgresWitness {
  private connected: Promise<Client> | undefined;
  /** One connection answers one question at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly url: string,
    private readonly evidence: EvidenceRecorder,
  ) {}

  async rows<R extends object>(what: string, sql: string, parameters: readonly unknown[]): Promise<R[]> {
    this.connected ??= this.connect();
    const client = await this.connected;
    const turn = this.last.then(() => client.query<R>(sql, [...parameters]));
    this.last = turn.catch(() => undefined); // Told to whoever asked; the next question is asked all the same.
    const { rows } = await turn;
    this.evidence.exchange({ actor: 'the suite', peer: this.name, kind: 'sql', what, received: rows });
    return rows;
  }

  /** Every row of every table, as text, against every name: whatever a service may think of storing is found. */
  async mentions(names: readonly string[]): Promise<Trace[]> {
    const tables = await this.rows<{ table: string }>(
      'which tables there are',
      `select format('%I.%I', schemaname, tablename) as table from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
      [],
    );
    if (tables.length === 0 || names.length === 0) return [];
    const counts = tables.map(
      ({ table }) =>
        `select '${table}' as table, count(*)::int as count from ${table} t where lower(t::text) like any ($1::text[])`,
    );
    const patterns = names.map((name) => `%${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
    const found = await this.rows<{ table: string; count: number }>(
      'what mentions someone',
      counts.join(' union all '),
      [patterns],
    );
    return found
      .filter(({ count }) => count > 0)
      .map(({ table, count }) => ({ where: `${this.name} ${table}`, count }));
  }

  async close(): Promise<void> {
    const client = await this.connected;
    await client?.end();
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.url,
      connectionTimeoutMillis: 2_000,
      statement_timeout: 5_000,
    });
    client.on('error', () => undefined); // A broken connection shows at the next question, with a message of its own.
    await client.connect();
    // The engine counts the opening of a session like a transaction.
    this.evidence.look({ peer: this.name, kind: 'sql' });
    return client;
  }
}
