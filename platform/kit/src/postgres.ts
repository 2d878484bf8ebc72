import { runner } from 'node-pg-migrate';
import { Pool } from 'pg';
import type { HealthCheck } from './health';
import type { Logger } from './logger';

/**
 * A connection pool that never waits for ever: 2 s for a connection, 5 s for a statement.
 * A connection that breaks, idle or in use, is logged and replaced; it does not take the process along.
 */
export function createPool(connectionString: string, logger: Logger, max = 10): Pool {
  const pool = new Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    idleTimeoutMillis: 30_000,
  });
  pool.on('error', (cause) => logger.warn({ err: cause }, 'an idle database connection broke'));
  pool.on('connect', (client) => {
    // While a connection is lent out, the pool does not listen for it; its query is told as well.
    client.on('error', (cause) => logger.warn({ err: cause }, 'a database connection broke'));
  });
  return pool;
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

export function postgresCheck(pool: Pool): HealthCheck {
  return {
    critical: true,
    probe: async () => {
      await pool.query('select 1');
    },
  };
}
