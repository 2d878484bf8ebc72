import type { Logger } from '@reference/kit/logger';
import type { Redis } from 'ioredis';

/** Redis gave no answer; the caller does what it does without. */
export const AWAY = Symbol('Redis is away');

const PAUSE_AFTER_FAILURE_MS = 1_000;

/**
 * Redis as auth uses it: a help, never a condition. What it holds is counted anew (limits) or can be read from
 * PostgreSQL (sessions), so every question has an answer for the case that Redis has none. After a failure it is left
 * alone for a second, so that a Redis that hangs costs one request its patience and not all of them.
 */
export class OptionalRedis {
  private avoidUntil = 0;

  constructor(
    private readonly redis: Redis,
    private readonly logger: Logger,
  ) {
    redis.on('ready', () => (this.avoidUntil = 0));
  }

  /** The answer, or AWAY; never throws. `purpose` completes "Redis is away, so ..." in the log. */
  async ask<T>(purpose: string, question: (redis: Redis) => Promise<T>): Promise<T | typeof AWAY> {
    if (!this.reachable) return AWAY;
    try {
      return await question(this.redis);
    } catch (cause) {
      this.avoidUntil = Date.now() + PAUSE_AFTER_FAILURE_MS;
      this.logger.warn({ err: cause }, `Redis is away, so ${purpose}`);
      return AWAY;
    }
  }

  /** Calls back each time the connection comes (back) up. */
  onReturn(listener: () => void): void {
    this.redis.on('ready', listener);
  }

  private get reachable(): boolean {
    return this.redis.status === 'ready' && Date.now() >= this.avoidUntil;
  }
}
