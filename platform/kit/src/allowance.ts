import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { COMMON_PROBLEMS, problemsOf } from './problem';

/** How a caller stands with a limit. */
export interface Standing {
  /** What is limited, by the name that callers read in the headers. */
  readonly policy: string;
  readonly allowed: boolean;
  readonly limit: number;
  readonly window_s: number;
  readonly remaining: number;
  /** Whole seconds until the window ends. */
  readonly reset_s: number;
}

export interface AllowanceOptions {
  policy: string;
  redis: Redis;
  /** Of the keys in Redis, which go on with `:<subject>`. */
  keyPrefix: string;
  points: number;
  /** Seconds; whole ones in Redis, rounded up. */
  window: number;
}

/** So many in a window for each subject, counted in Redis for all instances together. */
export class Allowance {
  private readonly limiter: RateLimiterRedis;

  constructor(private readonly options: AllowanceOptions) {
    const { redis: storeClient, keyPrefix, points, window } = options;
    this.limiter = new RateLimiterRedis({ storeClient, keyPrefix, points, duration: Math.ceil(window) });
  }

  /** Takes one. @throws whatever Redis does */
  async take(subject: string): Promise<Standing> {
    const { over, state } = await consumeOne(this.limiter, subject);
    return {
      policy: this.options.policy,
      allowed: !over,
      limit: this.limiter.points,
      window_s: this.limiter.duration,
      remaining: state.remainingPoints,
      reset_s: secondsLeft(state),
    };
  }
}

export interface PersonalLimit {
  redis: Redis;
  /** The platform's, not a service's own: every service counts on the same keys. */
  redisPrefix: string;
  points: number;
  window: number;
}

/** What one person may ask for in all, at whatever door: of auth, of the backend, and on the chat's sockets. */
export class PersonalAllowance {
  private readonly allowance: Allowance;

  constructor({ redis, redisPrefix, points, window }: PersonalLimit) {
    this.allowance = new Allowance({
      ...{ policy: 'person', redis, points, window },
      keyPrefix: `${redisPrefix}limits:person`,
    });
  }

  take(userId: string): Promise<Standing> {
    return this.allowance.take(subjectOf(userId));
  }
}

/** Stands for a person in keys without naming them. */
export function subjectOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 32);
}

/** The library rejects both when a limit is reached and when it fails; only the first is an answer. */
export async function consumeOne(
  limiter: RateLimiterRedis,
  subject: string,
): Promise<{ over: boolean; state: RateLimiterRes }> {
  try {
    return { over: false, state: await limiter.consume(subject) };
  } catch (cause) {
    if (cause instanceof RateLimiterRes) return { over: true, state: cause };
    throw cause;
  }
}

export function secondsLeft(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}

const problem = problemsOf(COMMON_PROBLEMS);
const standings = new WeakMap<FastifyRequest, Standing[]>();

/** Has every answer tell the caller how they stand with the limits that their request met. */
export function tellStandings(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, _payload, done) => {
    const met = standings.get(request) ?? [];
    if (met.length > 0) {
      // draft-ietf-httpapi-ratelimit-headers-10: structured fields, q(uota), w(indow), r(emaining), t(ime to reset).
      reply.header(
        'ratelimit-policy',
        met.map((one) => `"${one.policy}";q=${one.limit};w=${one.window_s}`).join(', '),
      );
      reply.header(
        'ratelimit',
        met.map((one) => `"${one.policy}";r=${one.remaining};t=${one.reset_s}`).join(', '),
      );
    }
    done();
  });
}

/** @throws rate_limited where nothing is left */
export function heed(request: FastifyRequest, standing: Standing): void {
  standings.set(request, [...(standings.get(request) ?? []), standing]);
  if (!standing.allowed) throw problem('rate_limited', { retry_after: standing.reset_s });
}
