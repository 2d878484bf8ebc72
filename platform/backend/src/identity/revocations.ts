import type { Redis } from 'ioredis';
import type { Keys } from '../storage/keys';
import type { Person } from './person';

/** Longer than any access token lives. */
const KEPT_SECONDS = 86_400;

/** Sessions that were signed out while tokens of theirs may still look good. Shared by all instances. */
export class Revocations {
  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
  ) {}

  async add(sessionIds: readonly string[]): Promise<void> {
    await Promise.all(sessionIds.map((id) => this.redis.set(this.keys.revoked(id), '1', 'EX', KEPT_SECONDS)));
  }

  /** Whether the person's session was signed out, or the person is gone altogether. */
  async concern({ sessionId, userId }: Pick<Person, 'sessionId' | 'userId'>): Promise<boolean> {
    return (await this.redis.exists(this.keys.revoked(sessionId), this.keys.gone(userId))) > 0;
  }
}
