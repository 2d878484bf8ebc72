import axios from 'axios';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { z } from 'zod';
import type { RunFacts } from '../run-file';
import type { Control, PlatformUnderTest } from '../targets/platform-under-test';

/**
 * What the services of a platform that the suite started exchanged among themselves, as it can be seen from outside
 * them: in their log lines, and in what PostgreSQL and Redis count anyway. Never more than there was of the real ones:
 * engines and logs of an instance that is gone are not seen. The stand-ins, which all instances share, are seen whole.
 */

type Traffic = NonNullable<RunFacts['traffic']>;
type Seen = Traffic['exchanges'][number];

const DEADLINE_MS = 3_000;
/** The edge's and the services' answers above this may be their own word for nobody having answered. */
const NOBODY_ANSWERED = 500;

const logLine = z.looseObject({
  service: z.string(),
  msg: z.string(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
});
export type TrafficLine = z.infer<typeof logLine>;

/** What only services ask of each other (docs/platform.md, "What passes between services"). */
const BETWEEN_SERVICES = ['POST /auth/validate', 'DELETE /auth/me', 'PUT /auth/plan'];
/** What the edge passes on, by its own route. */
const PASSED_ON: Readonly<Record<string, Pick<Seen, 'peer' | 'kind'>>> = {
  '/auth/*': { peer: 'auth', kind: 'http' },
  '/.well-known/jwks.json': { peer: 'auth', kind: 'http' },
  '/api/*': { peer: 'backend', kind: 'http' },
  '/ws': { peer: 'backend', kind: 'websocket' },
};

/** The exchange that a log line tells of; undefined where it tells of none among the services. */
export function exchangeToldBy({ service, msg, method, path = '', status }: TrafficLine): Seen | undefined {
  const among = (peer: string, kind: Seen['kind'], real = true): Seen => ({
    ...{ peer, kind, real },
    count: 1,
    of: 'services',
  });
  if (service === 'mail') return msg === 'mail accepted' ? among('mail', 'smtp', false) : undefined;
  if (method === undefined || status === undefined || status >= NOBODY_ANSWERED) return undefined;
  const request = `${method} ${path}`;
  if (service === 'identity') return isForAuth(path, status) ? among('identity', 'http', false) : undefined;
  if (service === 'llm') return path === '/v1/chat/completions' ? among('llm', 'http', false) : undefined;
  if (service === 'payment') return path.startsWith('/v1/') ? among('payment', 'http', false) : undefined;
  if (service === 'analytics')
    return request === 'POST /' ? { ...among('analytics', 'sql'), of: 'everybody' } : undefined;
  if (service === 'auth') return BETWEEN_SERVICES.includes(request) ? among('auth', 'http') : undefined;
  const passedOn = service === 'frontend' ? PASSED_ON[path] : undefined;
  return passedOn ? among(passedOn.peer, passedOn.kind) : undefined;
}

/** What auth asks of a provider: keys, tokens, who somebody is. Browsers are there too, and are always sent on. */
function isForAuth(path: string, status: number): boolean {
  return status === 200 && /\/(\*|user|user\/emails)$/.test(path);
}

/**
 * Commands that services send, that the suite's own user may not, and that no script of theirs sends in turn (Redis
 * counts those too). A transaction is one exchange: its end.
 */
const SERVICE_COMMANDS = ['eval', 'evalsha', 'exec', 'subscribe', 'xreadgroup', 'xack', 'xautoclaim'];

/** @param info what Redis says to INFO commandstats. */
export function commandsToldBy(info: string): number {
  return [...info.matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)]
    .filter(([, name = '']) => SERVICE_COMMANDS.includes(name))
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}

/** Looks once, at the end of the run, before the platform is stopped. What cannot be seen is said, and fails nothing. */
export async function trafficAmongServices(platform: PlatformUnderTest, control: Control): Promise<Traffic> {
  const looks = [toldByLogs(control), toldByPostgres(platform), toldByRedis(platform)];
  const seen = await Promise.allSettled(looks);
  const failed = seen.filter((one) => one.status === 'rejected').map(({ reason }) => sentenceOf(reason));
  return {
    exchanges: seen.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    ...(failed.length > 0
      ? { complaint: `Not all that the services exchange could be counted: ${failed.join('; ')}.` }
      : {}),
  };
}

async function toldByLogs(control: Control): Promise<Seen[]> {
  const ask = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${control.token}` };
    const answer = await axios.get<unknown>(`${control.url}${path}`, {
      headers,
      timeout: DEADLINE_MS,
      proxy: false,
    });
    return answer.data;
  };
  const linesOf = async (path: string): Promise<TrafficLine[]> =>
    z.object({ lines: z.array(logLine) }).parse(await ask(path)).lines;
  const { instances } = z
    .object({ instances: z.array(z.object({ id: z.string() })) })
    .parse(await ask('/state'));
  const [shared] = instances;
  const paths = [
    ...instances.map(({ id }) => `/instances/${id}/logs`),
    ...(shared
      ? ['llm', 'mail', 'identity', 'payment'].map((name) => `/instances/${shared.id}/logs?service=${name}`)
      : []),
  ];
  const lines = (await Promise.all(paths.map(linesOf))).flat();
  return added(lines.map(exchangeToldBy).filter((one) => one !== undefined));
}

/** Transactions in the databases of all instances that share the engine, those of the suite's own questions included. */
async function toldByPostgres({ stores }: PlatformUnderTest): Promise<Seen[]> {
  const client = new Client({
    connectionString: stores.auth_database,
    connectionTimeoutMillis: DEADLINE_MS,
    statement_timeout: DEADLINE_MS,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ owner: string; count: number }>(
      `select split_part(datname, '_', 1) as owner, sum(xact_commit + xact_rollback)::int as count
       from pg_stat_database where datname ~ '^(auth|backend)_' group by 1`,
    );
    return rows.map(({ owner, count }): Seen => ({
      ...{ peer: `${owner}-database`, kind: 'sql', real: true },
      ...{ count, of: 'everybody' },
    }));
  } finally {
    await client.end();
  }
}

async function toldByRedis({ stores }: PlatformUnderTest): Promise<Seen[]> {
  if (stores.redis === undefined) return [];
  const redis = new Redis(stores.redis, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: DEADLINE_MS,
    commandTimeout: DEADLINE_MS,
  });
  redis.on('error', () => undefined); // The rejection below carries the same cause.
  try {
    await redis.connect();
    const count = commandsToldBy(await redis.info('commandstats'));
    return [{ peer: 'redis', kind: 'redis', real: true, count, of: 'services' }];
  } finally {
    redis.disconnect();
  }
}

function added(seen: readonly Seen[]): Seen[] {
  const sums = new Map<string, Seen>();
  for (const one of seen) {
    const key = `${one.peer} ${one.kind}`;
    sums.set(key, { ...one, count: (sums.get(key)?.count ?? 0) + one.count });
  }
  return [...sums.values()];
}

function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
