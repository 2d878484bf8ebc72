import { randomBytes } from 'node:crypto';
import type { Postgres } from '../engines/postgres';
import type { Redis } from '../engines/redis';

export interface Engines {
  postgres: Postgres;
  redis: Redis;
}

/** Where one instance keeps its data, and who may go there. */
export interface Stores {
  /** By owner: each service has a database and a Redis user of its own. */
  databaseUrl: Readonly<Record<Owner, string>>;
  redisUrl: Readonly<Record<Owner, string>>;
  redisPrefix: string;
  /** Reads everything and writes nothing. */
  witness: { auth_database: string; backend_database: string; redis: string; redis_prefix: string };
}

export type Owner = 'auth' | 'backend';
const OWNERS: readonly Owner[] = ['auth', 'backend'];

/** Commands for a service: all of the data commands, none that looks at or changes the server or other users. */
const SERVICE_COMMANDS = ['+@all', '-@admin', '-@dangerous', '+info', '+client|setname', '+client|id'];
const WITNESS_COMMANDS = ['-@all', '+@read', '+@connection', '-@dangerous', '+info'];

/** Makes an instance's databases, roles and Redis users. Names follow docs/platform.md. */
export async function createStores(engines: Engines, id: string): Promise<Stores> {
  const passwords = { auth: password(), backend: password(), witness: password() };
  const redisPrefix = `${id}:`;
  await Promise.all([
    createDatabases(engines.postgres, id, passwords),
    createRedisUsers(engines.redis, id, redisPrefix, passwords),
  ]);
  const database = (role: keyof typeof passwords, owner: Owner): string =>
    `postgresql://${role}_${id}:${passwords[role]}@127.0.0.1:${engines.postgres.port}/${owner}_${id}`;
  const redis = (user: keyof typeof passwords): string =>
    `redis://${user}_${id}:${passwords[user]}@127.0.0.1:${engines.redis.port}`;
  return {
    databaseUrl: { auth: database('auth', 'auth'), backend: database('backend', 'backend') },
    redisUrl: { auth: redis('auth'), backend: redis('backend') },
    redisPrefix,
    witness: {
      auth_database: database('witness', 'auth'),
      backend_database: database('witness', 'backend'),
      redis: redis('witness'),
      redis_prefix: redisPrefix,
    },
  };
}

/** Takes all of an instance's data and users away; connections that are left are cut. */
export async function dropStores({ postgres, redis }: Engines, id: string): Promise<void> {
  const roles = [...OWNERS, 'witness'].map((role) => `${role}_${id}`);
  await postgres.administer(
    ...OWNERS.map((owner) => `DROP DATABASE IF EXISTS "${owner}_${id}" WITH (FORCE)`),
    ...roles.map((role) => `DROP ROLE IF EXISTS "${role}"`),
  );
  const administrator = await redis.administrator();
  await administrator.call('ACL', 'DELUSER', ...roles);
  await administrator.call('ACL', 'SAVE');
  const keys = await keysOf(redis, `${id}:`);
  if (keys.length > 0) await administrator.unlink(...keys);
}

async function keysOf(redis: Redis, prefix: string): Promise<string[]> {
  const administrator = await redis.administrator();
  const keys: string[] = [];
  for await (const batch of administrator.scanStream({ match: `${prefix}*`, count: 500 }))
    keys.push(...(batch as string[]));
  return keys;
}

async function createDatabases(
  postgres: Postgres,
  id: string,
  passwords: Record<Owner | 'witness', string>,
): Promise<void> {
  const witness = `"witness_${id}"`;
  await postgres.administer(
    `CREATE ROLE ${witness} LOGIN PASSWORD '${passwords.witness}' IN ROLE pg_read_all_data`,
    `ALTER ROLE ${witness} SET default_transaction_read_only = on`,
  );
  for (const owner of OWNERS) {
    const name = `"${owner}_${id}"`;
    await postgres.administer(
      `CREATE ROLE ${name} LOGIN PASSWORD '${passwords[owner]}'`,
      `CREATE DATABASE ${name} OWNER ${name} STRATEGY FILE_COPY`,
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE ${name} TO ${witness}`,
    );
  }
}

async function createRedisUsers(
  redis: Redis,
  id: string,
  prefix: string,
  passwords: Record<Owner | 'witness', string>,
): Promise<void> {
  const administrator = await redis.administrator();
  for (const owner of OWNERS) {
    const keys = [`~${prefix}${owner}:*`, `~${prefix}user-events`, `~${prefix}limits:*`, `&${prefix}*`];
    const rules = ['reset', 'on', `>${passwords[owner]}`, ...keys, ...SERVICE_COMMANDS];
    await administrator.call('ACL', 'SETUSER', `${owner}_${id}`, ...rules);
  }
  const rules = ['reset', 'on', `>${passwords.witness}`, `~${prefix}*`, ...WITNESS_COMMANDS];
  await administrator.call('ACL', 'SETUSER', `witness_${id}`, ...rules);
  await administrator.call('ACL', 'SAVE');
}

/** Hexadecimal, so that it stands in a URL and in SQL as it is. */
function password(): string {
  return randomBytes(24).toString('hex');
}
