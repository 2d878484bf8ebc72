import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import type { Frame } from '../contract/frame';
import type { Keys } from '../storage/keys';

/** What is kept of each person for `resume`: so many events, for so many seconds after the latest one. */
export interface Kept {
  readonly events: number;
  readonly seconds: number;
}

/**
 * Numbers, keeps and announces an event in one step, so that no two instances can swap two events.
 * ARGV[1] is the frame's JSON without its opening brace: the number is put in front.
 */
const PUBLISH = `
if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
local seq = redis.call('HINCRBY', KEYS[2], 'seq', 1)
redis.call('HSETNX', KEYS[2], 'token', ARGV[2])
local frame = '{"seq":' .. seq .. ',' .. ARGV[1]
redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[3], seq .. '-0', 'frame', frame)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[5], frame)
return seq`;

const POSITION = `
redis.call('HSETNX', KEYS[1], 'seq', 0)
redis.call('HSETNX', KEYS[1], 'token', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('HMGET', KEYS[1], 'seq', 'token')`;

export interface StreamPosition {
  /** The number of the latest event; 0 before the first. */
  readonly lastSeq: number;
  /** Names this numbering: a `seq` means something only together with it. */
  readonly resumeToken: string;
}

/** A person's events in order: numbered without gaps, kept for a while, told to whoever listens. */
export class UserStream {
  constructor(
    private readonly redis: Redis,
    private readonly keys: Keys,
    private readonly kept: Kept,
  ) {}

  /** Returns when the event is kept; an event for a deleted person is dropped. */
  async publish(userId: string, event: Frame): Promise<void> {
    await this.redis.eval(
      PUBLISH,
      3,
      this.keys.stream(userId),
      this.keys.position(userId),
      this.keys.gone(userId),
      JSON.stringify(event).slice(1),
      randomUUID(),
      this.kept.events,
      this.kept.seconds,
      this.keys.feed(userId),
    );
  }

  async position(userId: string): Promise<StreamPosition> {
    const answer = await this.redis.eval(
      POSITION,
      1,
      this.keys.position(userId),
      randomUUID(),
      this.kept.seconds,
    );
    const [seq, token] = answer as [string, string];
    return { lastSeq: Number(seq), resumeToken: token };
  }

  /** The kept frames (their JSON) with numbers from `from` to `to`, both included, in order. */
  async between(userId: string, from: number, to: number | '+'): Promise<string[]> {
    const end = to === '+' ? '+' : `${to}-0`;
    const entries = await this.redis.xrange(this.keys.stream(userId), `${from}-0`, end);
    return entries.map(([, fields]) => fields[1]).filter((text) => text !== undefined);
  }

  /** Takes everything away that is kept of a person, and keeps events under way from bringing it back. */
  async forget(userId: string): Promise<void> {
    await this.redis
      .multi()
      .set(this.keys.gone(userId), '1', 'EX', this.kept.seconds)
      .del(this.keys.stream(userId), this.keys.position(userId), this.keys.connections(userId))
      .exec();
  }
}

/** The number at the front of a published frame's JSON. */
export function seqOf(frame: string): number {
  return Number(/^\{"seq":(\d+),/.exec(frame)?.[1]);
}
