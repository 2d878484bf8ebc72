import {
  Allowance,
  consumeOne,
  PersonalAllowance,
  secondsLeft,
  type Standing,
} from '@reference/kit/allowance';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Settings } from '../settings';
import { addressHash, type RedisKeys } from '../stores/keys';
import { AWAY, type OptionalRedis } from '../stores/optional-redis';

/** One try at an address's password. */
export interface Attempt {
  /** Seconds; absent where the address is not locked. */
  readonly locked_for?: number;
  failed(): Promise<void>;
  /** It could not be judged, through no fault of whoever tried. */
  withdraw(): Promise<void>;
  succeeded(): Promise<void>;
}

type Consumed = { over: boolean; state: RateLimiterRes };

/**
 * Limits, counted in Redis for all instances together. Windows are whole seconds there and are rounded up. While Redis
 * is away nothing is limited: being let in without a count is the smaller harm, and it is logged.
 */
export class Limits {
  private readonly requests: Allowance;
  private readonly personal: PersonalAllowance;
  private readonly failures: RateLimiterRedis;
  private readonly mails: RateLimiterRedis;
  private readonly lockSeconds: number;

  /** @param client the connection behind `redis`, which the limiter library wants for itself */
  constructor(
    private readonly redis: OptionalRedis,
    client: Redis,
    keys: RedisKeys,
    private readonly settings: Settings,
  ) {
    const limiter = (keyPrefix: string, points: number, window: number) =>
      new RateLimiterRedis({ storeClient: client, keyPrefix, points, duration: Math.ceil(window) });
    this.requests = new Allowance({
      ...{ policy: 'requests', redis: client, keyPrefix: keys.requests },
      ...{ points: settings.REQUEST_LIMIT, window: settings.REQUEST_WINDOW },
    });
    this.personal = new PersonalAllowance({
      ...{ redis: client, redisPrefix: settings.REDIS_PREFIX },
      ...{ points: settings.PERSON_REQUEST_LIMIT, window: settings.PERSON_REQUEST_WINDOW },
    });
    this.failures = limiter(keys.failures, settings.LOGIN_ATTEMPTS, settings.LOGIN_WINDOW);
    this.mails = limiter(keys.mails, settings.LOGIN_ATTEMPTS, settings.LOGIN_WINDOW);
    this.lockSeconds = Math.ceil(settings.LOCK_SECONDS);
  }

  /** Counts a call of a client address. Undefined where nothing can be counted. */
  async request(clientAddress: string): Promise<Standing | undefined> {
    return this.taken(() => this.requests.take(clientAddress), 'requests are not limited');
  }

  /** Counts a call of somebody who is known. Undefined where nothing can be counted. */
  async person(userId: string): Promise<Standing | undefined> {
    return this.taken(() => this.personal.take(userId), 'what one person asks for is not limited');
  }

  /** Counts a try at an address's password, whether or not anyone has the address. */
  async attempt(email: string): Promise<Attempt> {
    const subject = addressHash(email);
    const consumed = await this.consume(this.failures, subject, 'failed sign-ins are not counted');
    const last = consumed !== undefined && consumed.state.consumedPoints >= this.settings.LOGIN_ATTEMPTS;
    return {
      ...(consumed?.over ? { locked_for: secondsLeft(consumed.state) } : {}),
      failed: async () => {
        if (last) await this.lock(subject);
      },
      withdraw: () => this.takeBack(subject),
      succeeded: () => this.clearFailures(email),
    };
  }

  async clearFailures(email: string): Promise<void> {
    await this.redis.ask('failed sign-ins stay counted', () => this.failures.delete(addressHash(email)));
  }

  /** Whether one more mail may go to an address; who keeps asking fills someone's inbox. */
  async mayMail(email: string): Promise<boolean> {
    const consumed = await this.consume(this.mails, addressHash(email), 'mails are not limited');
    return !consumed?.over;
  }

  private async takeBack(subject: string): Promise<void> {
    await this.redis.ask('a sign-in stays counted', () => this.failures.reward(subject));
  }

  private async lock(subject: string): Promise<void> {
    await this.redis.ask('an address is not locked', () => this.failures.block(subject, this.lockSeconds));
  }

  private async taken(take: () => Promise<Standing>, purpose: string): Promise<Standing | undefined> {
    const standing = await this.redis.ask(purpose, take);
    return standing === AWAY ? undefined : standing;
  }

  private async consume(
    limiter: RateLimiterRedis,
    subject: string,
    purpose: string,
  ): Promise<Consumed | undefined> {
    const consumed = await this.redis.ask(purpose, () => consumeOne(limiter, subject));
    return consumed === AWAY ? undefined : consumed;
  }
}
