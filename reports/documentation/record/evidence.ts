import { z } from 'zod';
import type { Exchange, LogLine } from '../site-data';

/** What the suite's hooks attach of a step: exchanges between the suite and a part of the platform. */
const rawExchange = z.object({
  at: z.number(),
  actor: z.string(),
  peer: z.string(),
  kind: z.string(),
  real: z.boolean(),
  what: z.string(),
  sent: z.unknown().optional(),
  received: z.unknown().optional(),
  duration_ms: z.number().optional(),
});

/** A line of a service's log; fields beyond these tell what belongs together. */
const rawLogLine = z.looseObject({
  time: z.string(),
  level: z.string(),
  service: z.string(),
  msg: z.string(),
});

export type RawExchange = z.infer<typeof rawExchange>;
export type RawLogLine = z.infer<typeof rawLogLine>;

/** Anything else under that name is passed over: evidence decides nothing. */
export function exchangesIn(json: unknown): RawExchange[] {
  return asArray(json).flatMap((one) => rawExchange.safeParse(one).data ?? []);
}

export function logsIn(json: unknown): RawLogLine[] {
  return asArray(json).flatMap((one) => rawLogLine.safeParse(one).data ?? []);
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as readonly unknown[]) : [];
}

/** Characters of what one exchange sent or received, and of all that one scenario did. */
export const LONGEST_BODY = 4_000;
export const LONGEST_SCENARIO = 64_000;
const MOST_LOG_LINES = 200;

/** Shares one scenario's room among its exchanges, first come first served. */
export class Room {
  private left: number;

  constructor(characters: number = LONGEST_SCENARIO) {
    this.left = characters;
  }

  /** @returns null where there is nothing, or no room for it. */
  take(body: unknown): string | null {
    if (body === undefined || body === null || body === '') return null;
    const text = cutTo(typeof body === 'string' ? body : JSON.stringify(body, null, 1), LONGEST_BODY);
    if (text.length > this.left) return null;
    this.left -= text.length;
    return text;
  }
}

export function shownExchange(raw: RawExchange, startedAt: number, room: Room): Exchange {
  const { at, actor, peer, kind, real, what, duration_ms } = raw;
  return {
    at: Math.round(at - startedAt),
    ...{ actor, peer, kind, real, what: cutTo(what, 300) },
    sent: room.take(raw.sent),
    received: room.take(raw.received),
    duration_ms: duration_ms ?? null,
  };
}

/** The same said over and over (whoever looks for a mail asks until it is there) is told once, with its number. */
export function shownLogs(
  lines: readonly RawLogLine[],
  startedAt: number,
): { logs: LogLine[]; logs_left_out: number } {
  const logs: LogLine[] = [];
  const last = new Map<string, { line: LogLine; times: number; words: string }>();
  for (const { time, level, service, msg } of lines) {
    const words = cutTo(msg, 500);
    const before = last.get(service);
    if (before && before.words === words && before.line.level === level) {
      before.times += 1;
      before.line.msg = `${words} (${before.times} times)`;
      continue;
    }
    const line = { at: Math.round(Date.parse(time) - startedAt) || 0, level, service, msg: words };
    logs.push(line);
    last.set(service, { line, times: 1, words });
  }
  return { logs: logs.slice(0, MOST_LOG_LINES), logs_left_out: Math.max(0, logs.length - MOST_LOG_LINES) };
}

export function cutTo(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} … (${text.length - most} characters more)`;
}
