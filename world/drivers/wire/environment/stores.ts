import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { PlatformUnderTest } from '../../../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../../../evidence/recorder';
import type { Finding } from '../../environment';
import { look, LOOK_DEADLINE_MS, reasonIn } from './asking';

export interface Clock {
  readonly what: string;
  /** What it says, in milliseconds since the epoch, and when it said so by this machine's. */
  readonly says: number;
  readonly at: number;
}

export interface SeenStore {
  readonly findings: readonly Finding[];
  readonly clock?: Clock;
}

/** What the suite reads as a witness, by table; services bring their databases there when they start. */
const LAYOUTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'auth-database': {
    users: ['id', 'email', 'name', 'email_verified', 'password_hash'],
    sessions: ['id', 'user_id'],
  },
  'backend-database': {
    profiles: ['user_id', 'email', 'name', 'email_verified'],
    threads: ['id', 'user_id'],
    messages: ['id', 'thread_id', 'user_id', 'role', 'content'],
    runs: ['id', 'status', 'state'],
  },
};

/** Every store that the target names. */
export function storesOf(
  { stores }: PlatformUnderTest,
  evidence: EvidenceRecorder,
): readonly Promise<SeenStore>[] {
  const { auth_database, backend_database, redis, analytics } = stores;
  return [
    ...(auth_database
      ? [database("auth's database", 'auth-database', auth_database, 'auth_database', evidence)]
      : []),
    ...(backend_database
      ? [
          database(
            "the backend's database",
            'backend-database',
            backend_database,
            'backend_database',
            evidence,
          ),
        ]
      : []),
    ...(redis ? [cache(redis, evidence)] : []),
    ...(analytics ? [figures(analytics, evidence)] : []),
  ];
}

async function database(
  what: string,
  peer: string,
  url: string,
  setting: string,
  evidence: EvidenceRecorder,
): Promise<SeenStore> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: LOOK_DEADLINE_MS });
  client.on('error', () => undefined); // Shows at the next question.
  const rows = async <R extends object>(doing: string, sql: string): Promise<R[]> => {
    const { rows: found } = await client.query<R>(sql);
    evidence.exchange({ actor: 'the suite', peer, kind: 'sql', what: doing });
    return found;
  };
  try {
    await client.connect();
    evidence.look({ peer, kind: 'sql' }); // The engine counts the opening of a session like a transaction.
    const [row] = await rows<{ version: string; now: Date }>(
      'who answers, and how late it is there',
      `select current_setting('server_version') as version, clock_timestamp() as now`,
    );
    const at = Date.now();
    const columns = await rows<{ column: string }>(
      'which columns there are',
      `select table_name || '.' || column_name as column from information_schema.columns
       where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const present = new Set(columns.map(({ column }) => column));
    return {
      findings: [
        { topic: 'stores', what, found: `PostgreSQL ${row?.version ?? '?'}` },
        layout(what, peer, present),
      ],
      clock: { what, says: row?.now.getTime() ?? at, at },
    };
  } catch (cause) {
    return isAway(what, reasonIn(cause), `stores.${setting}`);
  } finally {
    await client.end().catch(() => undefined); // One that never opened has nothing to end.
  }
}

function layout(what: string, peer: string, present: ReadonlySet<string>): Finding {
  const wanted = Object.entries(LAYOUTS[peer] ?? {}).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`),
  );
  const missing = wanted.filter((column) => !present.has(column));
  const place = { topic: 'layouts', what, found: `${wanted.length - missing.length} columns` } as const;
  if (missing.length === 0) return place;
  const sentence = `${what} has no ${missing.join(', ')}: its migrations have not run, or it is laid out otherwise; run them, or leave it out of the target`;
  return { ...place, fault: { kind: 'differs', sentence } };
}

async function cache(url: string, evidence: EvidenceRecorder): Promise<SeenStore> {
  const redis = new Redis(url, {
    ...{ lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 1 },
    ...{ connectTimeout: LOOK_DEADLINE_MS, commandTimeout: LOOK_DEADLINE_MS },
  });
  redis.on('error', () => undefined); // The rejection below carries the same cause.
  try {
    await redis.connect();
    await redis.ping();
    evidence.exchange({ actor: 'the suite', peer: 'cache', kind: 'redis', what: 'PING' });
    return { findings: [{ topic: 'stores', what: 'Redis', found: 'it answers' }] };
  } catch (cause) {
    return isAway('Redis', reasonIn(cause), 'stores.redis');
  } finally {
    redis.disconnect();
  }
}

async function figures(
  { url, ...who }: NonNullable<PlatformUnderTest['stores']['analytics']>,
  evidence: EvidenceRecorder,
): Promise<SeenStore> {
  const what = 'the analytics store';
  const query = 'select version() as version, toInt64(toUnixTimestamp64Milli(now64(3))) as now format JSON';
  try {
    const { status, body, at } = await look(evidence, 'analytics', url, { params: { ...who, query } });
    if (status !== 200) return isAway(what, `it answered ${status}`, 'stores.analytics');
    const [row] = (body as { data: { version: string; now: string | number }[] }).data;
    return {
      findings: [{ topic: 'stores', what, found: `ClickHouse ${row?.version ?? '?'}` }],
      clock: { what, says: Number(row?.now), at },
    };
  } catch (cause) {
    return isAway(what, reasonIn(cause), 'stores.analytics');
  }
}

function isAway(what: string, why: string, setting: string): SeenStore {
  const sentence = `${what}: ${why} (${setting})`;
  return { findings: [{ topic: 'stores', what, found: '', fault: { kind: 'away', sentence } }] };
}
