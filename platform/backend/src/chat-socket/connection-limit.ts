import type { Logger } from '@reference/kit/logger';
import type { Redis } from 'ioredis';
import type { Keys } from '../storage/keys';

/** A connection of an instance that died counts for this long at most. */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;

const ACQUIRE = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1`;

const RENEW = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** Counts each person's open connections over all instances, by leases that their instances renew. */
export class ConnectionLimit {
  private readonly held = new Map<string, string>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
    readonly most: number,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => this.renew(), RENEW_MS);
  }

  /** False where the person has as many as they may. */
  async acquire(userId: string, connectionId: string, now = Date.now()): Promise<boolean> {
    const key = this.keys.connections(userId);
    const granted = await this.redis.eval(
      ACQUIRE,
      1,
      key,
      now,
      now + LEASE_MS,
      connectionId,
      this.most,
      LEASE_MS,
    );
    if (granted === 1) this.held.set(connectionId, userId);
    return granted === 1;
  }

  release(connectionId: string): void {
    const userId = this.held.get(connectionId);
    if (userId === undefined) return;
    this.held.delete(connectionId);
    this.redis.zrem(this.keys.connections(userId), connectionId).catch((cause: unknown) => {
      this.logger.warn({ err: cause }, 'a closed connection counts until its lease ends');
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private renew(now = Date.now()): void {
    const renewals = [...this.held].map(([connectionId, userId]) => {
      return this.redis.eval(
        RENEW,
        2,
        this.keys.connections(userId),
        this.keys.gone(userId),
        now + LEASE_MS,
        connectionId,
        LEASE_MS,
      );
    });
    Promise.all(renewals).catch((cause: unknown) => {
      this.logger.warn({ err: cause }, 'the leases of connections could not be renewed; trying again soon');
    });
  }
}
