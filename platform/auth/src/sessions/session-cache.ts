import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { RedisKeys } from '../stores/keys';
import { AWAY, type OptionalRedis } from '../stores/optional-redis';
import type { Schema } from '../stores/schema';
import { liveSession, type LiveSession } from './sessions-table';

const entry = z.object({
  user_id: z.string(),
  email: z.string(),
  plan: z.string(),
  expires_at: z.coerce.date(),
});

/**
 * Live sessions, in Redis for speed and in PostgreSQL for truth. Whatever Redis lost or cannot say is read from
 * PostgreSQL and put back.
 */
export class SessionCache {
  constructor(
    private readonly db: Kysely<Schema>,
    private readonly redis: OptionalRedis,
    private readonly keys: RedisKeys,
  ) {}

  /** Undefined where there is no such session, or not any more. */
  async find(sessionId: string): Promise<LiveSession | undefined> {
    const cached = await this.cached(sessionId);
    if (cached) return cached;
    return this.remember(sessionId);
  }

  /**
   * Copies a session from PostgreSQL, and looks there again afterwards: a change that was committed in between has
   * cleared the cache too early, and the copy is taken back. So the cache never outlives a revocation.
   */
  async remember(sessionId: string): Promise<LiveSession | undefined> {
    const session = await liveSession(this.db, sessionId);
    if (!session) return undefined;
    await this.put(sessionId, session);
    const now = await liveSession(this.db, sessionId);
    if (!isDeepStrictEqual(now, session)) await this.forget([this.keys.session(sessionId)]);
    return now;
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.redis.ask('cached sessions are forgotten later, by the relay', (redis) => redis.del(...keys));
  }

  private async cached(sessionId: string): Promise<LiveSession | undefined> {
    const text = await this.redis.ask('sessions are read from PostgreSQL', (redis) =>
      redis.get(this.keys.session(sessionId)),
    );
    if (text === AWAY || text === null) return undefined;
    const session = entry.safeParse(JSON.parse(text));
    if (!session.success) return undefined; // written by another version of this service
    return session.data.expires_at > new Date() ? session.data : undefined;
  }

  private async put(sessionId: string, session: LiveSession): Promise<void> {
    const lifeTime = session.expires_at.getTime() - Date.now();
    if (lifeTime <= 0) return;
    await this.redis.ask('sessions stay in PostgreSQL only', (redis) =>
      redis.set(this.keys.session(sessionId), JSON.stringify(session), 'PX', lifeTime),
    );
  }
}
