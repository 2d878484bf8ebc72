import { resolve } from 'node:path';
import axios from 'axios';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { AddressBook } from '../../world/drivers/wire/addresses';
import { Sentence } from '../sentence';
import type { Capability } from './capabilities';
import type { AnalyticsAddress, PlatformUnderTest } from './platform-under-test';
import type { RunningTarget } from './target-file';

const PROJECT = resolve(__dirname, '..', '..');
const CHECK_DEADLINE_MS = 5_000;

/** A platform that somebody else started: what the target file says of it, and what it therefore lacks. */
export function runningPlatform(name: string, target: RunningTarget): PlatformUnderTest {
  const { stores, mailbox, llm_script, sign_in_providers, payments, link_ttl, sign_in_attempt_ttl, origin } =
    target;
  const file = `targets/${name}.yaml`;
  const lacking: Partial<Record<Capability, string>> = {
    'signing-key': `${file} hands over no signing key`,
    'service-credentials': `${file} hands over no credentials of the services`,
    builds: 'what the services of a platform started elsewhere are built of cannot be read',
    logs: 'the logs of a platform started elsewhere cannot be read',
    instances: 'platforms with other settings cannot be started elsewhere',
    restarts: 'the services of a platform started elsewhere are not restarted',
    ...(stores.auth_database && stores.backend_database ? {} : { databases: `${file} names no databases` }),
    ...(stores.redis ? {} : { cache: `${file} names no Redis` }),
    ...(stores.analytics ? {} : { 'usage-figures': `${file} names no analytics store` }),
    ...(mailbox ? {} : { mailbox: `${file} names no mailbox` }),
    ...(llm_script ? {} : { 'llm-script': `${file} names no way to script the language model` }),
    ...(sign_in_providers
      ? {}
      : { 'sign-in-providers': `${file} names no place where people are given accounts at providers` }),
    ...(payments ? {} : { payments: `${file} names no place where people pay` }),
  };
  return {
    target: name,
    addresses: target.addresses ?? { discovery: resolve(PROJECT, target.discovery ?? '') },
    origin,
    stores,
    ...(mailbox ? { mailbox } : {}),
    ...(llm_script ? { llm_script } : {}),
    ...(sign_in_providers ? { sign_in_providers } : {}),
    ...(payments ? { payments } : {}),
    ...(link_ttl ? { link_ttl } : {}),
    ...(sign_in_attempt_ttl ? { sign_in_attempt_ttl } : {}),
    lacking,
  };
}

interface ServiceFacts {
  name: string;
  source: string;
  version: string;
  /** Unknown: the platform was up before the suite came. */
  ready_ms: null;
}

/**
 * Looks at everything the target names before the first scenario.
 * @throws Sentence naming what does not answer.
 */
export async function checkRunning(platform: PlatformUnderTest): Promise<ServiceFacts[]> {
  const addresses = new AddressBook(platform);
  const services: ServiceFacts[] = [];
  for (const name of ['auth', 'backend'] as const) {
    const url = await addresses[name]().catch((cause: unknown) => unavailable(platform, name, cause));
    services.push(await serviceFacts(platform, name, url));
  }
  const { auth_database, backend_database, redis, analytics } = platform.stores;
  if (auth_database) await checkDatabase(platform, "auth's database", auth_database);
  if (backend_database) await checkDatabase(platform, "the backend's database", backend_database);
  if (redis) await checkRedis(platform, redis);
  if (analytics) await checkAnalytics(platform, analytics);
  return services;
}

/** Why there is nothing for a browser at the target's origin; undefined where a page answers. */
export async function whyNoPages({ origin, target }: PlatformUnderTest): Promise<string | undefined> {
  const address = `the origin ${origin} of targets/${target}.yaml`;
  try {
    const { headers, status } = await axios.get<unknown>(origin, {
      timeout: CHECK_DEADLINE_MS,
      proxy: false,
      validateStatus: () => true,
      headers: { accept: 'text/html' },
    });
    const isPage = status === 200 && String(headers['content-type']).startsWith('text/html');
    return isPage ? undefined : `${address} serves no pages`;
  } catch {
    return `nothing answers at ${address}`; // The services do, or the run would not have come here.
  }
}

async function serviceFacts(platform: PlatformUnderTest, name: string, url: string): Promise<ServiceFacts> {
  const answer = await axios
    .get<{ service?: unknown; version?: unknown; status?: unknown }>(`${url}/health/ready`, {
      timeout: CHECK_DEADLINE_MS,
      proxy: false,
      validateStatus: () => true,
    })
    .catch((cause: unknown) => unavailable(platform, `${name} at ${url}`, cause));
  const { service, version, status } = answer.data;
  if (service !== name)
    unavailable(platform, `${name} at ${url}`, new Error(`"${String(service)}" answers there`));
  if (status === 'unavailable')
    unavailable(platform, `${name} at ${url}`, new Error('it says of itself that it is unavailable'));
  return { name, source: url, version: String(version), ready_ms: null };
}

async function checkDatabase(platform: PlatformUnderTest, name: string, url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CHECK_DEADLINE_MS });
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    unavailable(platform, name, cause);
  } finally {
    await client.end();
  }
}

async function checkRedis(platform: PlatformUnderTest, url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: CHECK_DEADLINE_MS,
  });
  redis.on('error', () => undefined); // The rejection below carries the same cause.
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    unavailable(platform, 'Redis', cause);
  } finally {
    redis.disconnect();
  }
}

async function checkAnalytics(platform: PlatformUnderTest, { url, ...who }: AnalyticsAddress): Promise<void> {
  const response = await axios
    .get(url, {
      params: { ...who, query: 'select 1' },
      timeout: CHECK_DEADLINE_MS,
      proxy: false,
      validateStatus: () => true,
    })
    .catch((cause: unknown) => unavailable(platform, 'the analytics store', cause));
  if (response.status !== 200)
    unavailable(platform, 'the analytics store', new Error(`it answered ${response.status}`));
}

function unavailable({ target }: PlatformUnderTest, what: string, cause: unknown): never {
  const why =
    cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
  throw new Sentence(
    `The target "${target}" is not available: ${what}: ${why}. Start it, or correct targets/${target}.yaml.`,
    { cause },
  );
}
