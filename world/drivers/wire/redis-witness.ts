import { Redis, type ChainableCommander } from 'ioredis';
import type { CacheRecords, Trace } from '../witnesses';

/** By how much the clock of Redis may be behind. */
const CLOCKS_APART_MS = 10_000;

/** A read-only look at the keys of one platform. */
export class RedisWitness implements CacheRecords {
  private readonly redis: Redis;
  /** News older than the scenario can name nobody in it; everybody's of a whole run are long to read. */
  private readonly newsSince = String(Date.now() - CLOCKS_APART_MS);

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: 2_000 });
    this.redis.on('error', () => undefined); // Shows at the next question, with a message of its own.
  }

  async mentions(names: readonly string[]): Promise<Trace[]> {
    const wanted = names.map((name) => name.toLowerCase());
    return (await this.everything()).flatMap(([key, content]) => {
      const text = `${key} ${content}`.toLowerCase();
      const count = wanted.filter((name) => text.includes(name)).length;
      return count > 0 ? [{ where: `cache ${key}`, count }] : [];
    });
  }

  async news(userId: string): Promise<readonly unknown[]> {
    const entries = await this.redis.xrange(this.newsKey, this.newsSince, '+');
    return entries
      .map(([, fields]) => JSON.parse(fields[fields.indexOf('event') + 1] ?? 'null') as unknown)
      .filter((news) => (news as { user_id?: unknown } | null)?.user_id === userId);
  }

  async close(): Promise<void> {
    if (this.redis.status !== 'wait') await this.redis.quit();
  }

  /** What auth publishes; its entries are numbered by the time. */
  private get newsKey(): string {
    return `${this.prefix}user-events`;
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

  /** Every key with what it holds. Asked for all at once: one way there and back for each key would be most of the look. */
  private async everything(): Promise<[key: string, content: string][]> {
    const keys = await this.keys();
    const types = this.redis.pipeline();
    for (const key of keys) types.type(key);
    const kinds = await answersOf<string>(types);
    const contents = this.redis.pipeline();
    const read = keys.filter((key, index) =>
      key === this.newsKey
        ? contents.xrange(key, this.newsSince, '+')
        : READINGS[kinds[index] ?? '']?.(contents, key),
    );
    const answers = await answersOf(contents);
    const held = new Map(read.map((key, index) => [key, JSON.stringify(answers[index])]));
    return keys.map((key) => [key, held.get(key) ?? '']);
  }
}

/** How each kind of key is read, whole. */
const READINGS: Readonly<Record<string, (pipeline: ChainableCommander, key: string) => ChainableCommander>> =
  {
    string: (pipeline, key) => pipeline.get(key),
    hash: (pipeline, key) => pipeline.hgetall(key),
    list: (pipeline, key) => pipeline.lrange(key, 0, -1),
    set: (pipeline, key) => pipeline.smembers(key),
    zset: (pipeline, key) => pipeline.zrange(key, '0', '-1'),
    stream: (pipeline, key) => pipeline.xrange(key, '-', '+'),
  };

/** @throws the first error among the answers; a key that went meanwhile is none. */
async function answersOf<T>(pipeline: ChainableCommander): Promise<T[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer as T;
  });
}
