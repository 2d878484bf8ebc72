import type { Logger } from '@reference/kit/logger';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal, REFUSALS } from '../errors';
import { digestOf, type Keys } from '../storage/keys';

/** Counts what each person asks of the agents, over all their connections and all instances. */
export class MessageLimit {
  private readonly limiter: RateLimiterRedis;

  /** @param windowSeconds whole seconds in Redis; a part of one is rounded up */
  constructor(
    redis: Redis,
    keys: Keys,
    { most, windowSeconds }: { readonly most: number; readonly windowSeconds: number },
    private readonly logger: Logger,
  ) {
    this.limiter = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: keys.messages,
      points: most,
      duration: Math.ceil(windowSeconds),
    });
  }

  /**
   * Counts one message. While Redis cannot be asked nothing is limited, which is the smaller harm, and is logged.
   * @throws Refusal too_many_messages, with the seconds until there is room again
   */
  async take(userId: string): Promise<void> {
    try {
      await this.limiter.consume(digestOf(userId));
    } catch (cause) {
      if (cause instanceof RateLimiterRes)
        throw new Refusal(
          'too_many_messages',
          REFUSALS.too_many_messages,
          Math.max(1, Math.ceil(cause.msBeforeNext / 1_000)),
        );
      this.logger.warn({ err: cause }, 'messages cannot be counted and are not limited');
    }
  }
}
