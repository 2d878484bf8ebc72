import { runner } from 'node-pg-migrate';
import { Pool, type Client, type PoolClient } from 'pg';
import type { HealthCheck } from './health';
import type { Logger } from './logger';

/** PostgreSQL's read_only_sql_transaction: whoever is connected there is connected to a server that only reads. */
const READ_ONLY = '25006';

/**
 * A connection pool that never waits for ever: 2 s for a connection, 5 s for a statement.
 * A connection that breaks, idle or in use, is logged and replaced; it does not take the process along. One on which
 * nothing can be written is not used again: after a failover it would lead to the stand-by for as long as it lives.
 */
export function createPool(connectionString: string, logger: Logger, max = 10): Pool {
  const pool = new Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    idleTimeoutMillis: 30_000,
  });
  const readOnly = new WeakSet<object>();
  pool.on('error', (cause) => logger.warn({ err: cause }, 'an idle database connection broke'));
  pool.on('connect', (client) => {
    // While a connection is lent out, the pool does not listen for it; its query is told as well.
    client.on('error', (cause) => logger.warn({ err: cause }, 'a database connection broke'));
    whenReadOnly(client, () => readOnly.add(client));
  });
  // Ended only when it is given back: whoever has it now still rolls back what was begun.
  pool.on('release', (_cause, client) => {
    if (readOnly.has(client)) void client.end();
  });
  return pool;
}

function whenReadOnly(client: PoolClient, act: () => void): void {
  const { connection } = client as unknown as Client;
  connection.on('errorMessage', ({ code }: { code?: string }) => {
    if (code === READ_ONLY) act();
  });
}

/** Brings a database's schema up to date; instances that start together take turns (advisory lock). */
export async function migrate(databaseUrl: string, directory: string, logger: Logger): Promise<void> {
  const applied = await runner({
    databaseUrl,
    dir: directory,
    direction: 'up',
    migrationsTable: 'schema_migrations',
    advisoryLockMode: 'wait',
    log: () => undefined,
  });
  if (applied.length > 0)
    logger.info({ migrations: applied.map(({ name }) => name) }, 'database schema brought up to date');
}

/** Whether there is a database that takes what is written. A connection that leads to one that only reads is let go. */
export function postgresCheck(pool: Pool): HealthCheck {
  return {
    critical: true,
    probe: async () => {
      const client = await pool.connect();
      let takesWrites = false;
      try {
        const { rows } = await client.query<{ reads_only: string }>(
          "select current_setting('transaction_read_only') as reads_only",
        );
        takesWrites = rows[0]?.reads_only === 'off';
      } finally {
        client.release(!takesWrites);
      }
      if (!takesWrites) throw new Error('the database takes no writes at the moment');
    },
  };
}
