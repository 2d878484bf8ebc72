import { Redis } from 'ioredis';
import type { CacheRecords, Trace } from '../witnesses';

/** A read-only look at the keys of one platform. */
export class RedisWitness implements CacheRecords {
  private readonly redis: Redis;

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: 2_000 });
    this.redis.on('error', () => undefined); // Shows at the next question, with a message of its own.
  }

  async mentions(names: readonly string[]): Promise<Trace[]> {
    const found: Trace[] = [];
    for (const key of await this.keys()) {
      const text = `${key} ${await this.content(key)}`.toLowerCase();
      const count = names.filter((name) => text.includes(name.toLowerCase())).length;
      if (count > 0) found.push({ where: `cache ${key}`, count });
    }
    return found;
  }

  async news(userId: string): Promise<readonly unknown[]> {
    const entries = await this.redis.xrange(`${this.prefix}user-events`, '-', '+');
    return entries
      .map(([, fields]) => JSON.parse(fields[fields.indexOf('event') + 1] ?? 'null') as unknown)
      .filter((news) => (news as { user_id?: unknown } | null)?.user_id === userId);
  }

  async close(): Promise<void> {
    if (this.redis.status !== 'wait') await this.redis.quit();
  }

  private async keys(): Promise<string[]> {
    const keys = new Set<string>();
    let cursor = '0';
    do {
      const [next, page] = await this.redis.scan(cursor, 'MATCH', `${this.prefix}*`, 'COUNT', 500);
      for (const key of page) keys.add(key);
      cursor = next;
    } while (cursor !== '0');
    return [...keys];
  }

  private async content(key: string): Promise<string> {
    switch (await this.redis.type(key)) {
      case 'string':
        return (await this.redis.get(key)) ?? '';
      case 'hash':
        return JSON.stringify(await this.redis.hgetall(key));
      case 'list':
        return JSON.stringify(await this.redis.lrange(key, 0, -1));
      case 'set':
        return JSON.stringify(await this.redis.smembers(key));
      case 'zset':
        return JSON.stringify(await this.redis.zrange(key, '0', '-1'));
      case 'stream':
        return JSON.stringify(await this.redis.xrange(key, '-', '+'));
      default:
        return '';
    }
  }
}
