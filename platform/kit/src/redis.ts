import { Redis } from 'ioredis';
import type { HealthCheck } from './health';
import type { Logger } from './logger';

/**
 * A Redis connection that never waits for ever (1 s a command) and reconnects by itself, soon.
 * @param blocking for a connection that reads with BLOCK: its commands may take as long as they say.
 */
export function createRedis(url: string, logger: Logger, { blocking = false } = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
    ...(blocking ? {} : { commandTimeout: 1_000 }),
  });
  redis.on('error', (cause: Error) => logger.warn({ err: cause }, 'the connection to Redis broke'));
  return redis;
}

export function redisCheck(redis: Redis, { critical }: { critical: boolean }): HealthCheck {
  return {
    critical,
    probe: async () => {
      await redis.ping();
    },
  };
}
