import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { frame, type Frame } from '../contract/frame';
import type { Keys } from '../storage/keys';

/** What is kept of each person for `resume`: so many events, for so many seconds after the latest one. */
export interface Kept {
  readonly events: number;
  readonly seconds: number;
}

/**
 * Numbers, keeps and announces an event in one step, so that no two instances can swap two events.
 * ARGV[1] is the frame's JSON without its opening brace: the number is put in front.
 * ARGV[6], where there is one, names an event that comes once; KEYS[5] holds those that came.
 */
const PUBLISH = `
if redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
if redis.call('EXISTS', KEYS[4]) == 1 then return 0 end
if ARGV[6] then
  if redis.call('SADD', KEYS[5], ARGV[6]) == 0 then return 0 end
  redis.call('EXPIRE', KEYS[5], ARGV[4])
end
local seq = redis.call('HINCRBY', KEYS[2], 'seq', 1)
redis.call('HSETNX', KEYS[2], 'token', ARGV[2])
local frame = '{"seq":' .. seq .. ',' .. ARGV[1]
redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[3], seq .. '-0', 'frame', frame)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', ARGV[5], frame)
return seq`;

/**
 * Puts the frame of ARGV[2] in the place of every kept event that names ARGV[1], so that the numbering stays without gaps;
 * "%" in it stands for twelve digits of the place's own. From then on nothing more is taken in about it.
 */
const ERASE = `
redis.call('SET', KEYS[2], '1', 'EX', ARGV[3])
local kept = redis.call('XRANGE', KEYS[1], '-', '+')
local erased = {}
local found = 0
for at, entry in ipairs(kept) do
  local frame = entry[2][2]
  if string.find(frame, ARGV[1], 1, true) then
    local seq = string.match(entry[1], '^%d+')
    frame = '{"seq":' .. seq .. ',' .. string.gsub(ARGV[2], '%%', string.format('%012x', tonumber(seq)))
    found = found + 1
  end
  erased[at] = frame
end
if found == 0 then return 0 end
local left = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
for at, entry in ipairs(kept) do redis.call('XADD', KEYS[1], entry[1], 'frame', erased[at]) end
if left > 0 then redis.call('PEXPIRE', KEYS[1], left) end
return found`;

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
    await this.take(userId, event);
  }

  /** The same for an event that comes once a run: published again, as when the run is taken up again, it is dropped. */
  async publishOnce(userId: string, event: Frame & { readonly run_id: string }): Promise<void> {
    await this.take(userId, event, { key: this.keys.said(event.run_id), name: event.type });
  }

  private async take(userId: string, event: Frame, once?: { key: string; name: string }): Promise<void> {
    const gone = this.keys.gone(userId);
    await this.redis.eval(
      PUBLISH,
      5,
      this.keys.stream(userId),
      this.keys.position(userId),
      gone,
      event.thread_id === undefined ? gone : this.keys.erased(event.thread_id),
      once?.key ?? gone,
      JSON.stringify(event).slice(1),
      randomUUID(),
      this.kept.events,
      this.kept.seconds,
      this.keys.feed(userId),
      ...(once ? [once.name] : []),
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

  /** Takes what is kept of a deleted thread out of a person's events; where it stood is told that it is deleted. */
  async erase(userId: string, threadId: string): Promise<void> {
    const told = frame('thread_deleted', { thread_id: threadId }, { thread_id: threadId });
    const place = JSON.stringify({ ...told, id: `${told.id.slice(0, -12)}%` });
    await this.redis.eval(
      ERASE,
      2,
      this.keys.stream(userId),
      this.keys.erased(threadId),
      `"thread_id":"${threadId}"`,
      place.slice(1),
      this.kept.seconds,
    );
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
