import { Pool } from 'pg';
import type { EvidenceRecorder } from '../../evidence/recorder';
import type { Trace } from '../witnesses';

/**
 * This worker's connections, one for each database that its scenarios look into, kept for the scenarios that follow:
 * a connection costs both sides more than the questions of a scenario.
 */
const connections = new Map<string, Pool>();

function connectionTo(url: string): Pool {
  const known = connections.get(url);
  if (known) return known;
  // One connection answers one question at a time. One that broke, as when the database was down, is replaced.
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
  });
  pool.on('error', () => undefined); // Nobody was asking; whoever asks next gets another connection, or its reason.
  connections.set(url, pool);
  return pool;
}

/** For the end of the run. */
export async function letGoOfDatabases(): Promise<void> {
  const pools = [...connections.values()];
  connections.clear();
  await Promise.all(pools.map((pool) => pool.end()));
}

/** A read-only look into one database; connects at the first question. */
export class PostgresWitness {
  constructor(
    private readonly name: string,
    private readonly url: string,
    private readonly evidence: EvidenceRecorder,
  ) {}

  async rows<R extends object>(what: string, sql: string, parameters: readonly unknown[]): Promise<R[]> {
    const pool = connectionTo(this.url);
    const isNew = () => this.evidence.look({ peer: this.name, kind: 'sql' });
    // The engine counts the opening of a session like a transaction.
    pool.once('connect', isNew);
    const { rows } = await pool.query<R>(sql, [...parameters]).finally(() => pool.off('connect', isNew));
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
}
