import type { Logger } from '@reference/kit/logger';
import { inTrace, traceFrom } from '@reference/kit/trace';
import type { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { userEvent, type UserEvent } from './user-event';

const GROUP = 'backend';
const BATCH = 50;
const BLOCK_MS = 2_000;
/** What another consumer took and did not finish for this long is taken from it. */
const ABANDONED_MS = 5_000;
const PAUSE_MS = 300;

type Entry = [id: string, fields: string[]];

export interface ConsumerOptions {
  /** A connection of its own: it spends its time blocked. */
  redis: Redis;
  stream: string;
  /** Constant over restarts, so that what this instance took and did not finish is its own again. */
  name: string;
  take(event: UserEvent): Promise<void>;
  logger: Logger;
}

/** Reads the stream of auth's events in a consumer group: every event reaches one instance, at least once. */
export class UserEventConsumer {
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private lastClaimAt = 0;

  constructor(private readonly options: ConsumerOptions) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.options.redis.disconnect();
    await this.running;
  }

  private async run(): Promise<void> {
    const { logger } = this.options;
    const { signal } = this.stopped;
    while (!this.isStopped()) {
      try {
        await this.ensureGroup();
        await this.takeOwnLeftovers();
        while (!this.isStopped()) {
          await this.takeAbandoned();
          await this.takeNew();
        }
      } catch (cause) {
        if (this.isStopped()) return;
        logger.warn({ err: cause }, 'user events could not be read or taken in; trying again soon');
        await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  /** From the stream's beginning: what was said before this service first started counts too. */
  private async ensureGroup(): Promise<void> {
    const { redis, stream } = this.options;
    await redis.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM').catch((cause: unknown) => {
      if (!(cause instanceof Error && cause.message.startsWith('BUSYGROUP'))) throw cause;
    });
  }

  private async takeOwnLeftovers(): Promise<void> {
    for (;;) {
      const entries = await this.read('0');
      if (entries.length === 0) return;
      await this.takeAll(entries);
    }
  }

  private async takeNew(): Promise<void> {
    await this.takeAll(await this.read('>'));
  }

  private async takeAbandoned(now = Date.now()): Promise<void> {
    if (now - this.lastClaimAt < ABANDONED_MS) return;
    this.lastClaimAt = now;
    const { redis, stream, name } = this.options;
    const claimed = await redis.xautoclaim(stream, GROUP, name, ABANDONED_MS, '0', 'COUNT', BATCH);
    await this.takeAll(claimed[1] as Entry[]);
  }

  private async read(from: '0' | '>'): Promise<Entry[]> {
    const { redis, stream, name } = this.options;
    const block = from === '>' ? BLOCK_MS : 1;
    const answer = await redis.xreadgroup(
      'GROUP',
      GROUP,
      name,
      'COUNT',
      BATCH,
      'BLOCK',
      block,
      'STREAMS',
      stream,
      from,
    );
    const [first] = (answer ?? []) as [string, Entry[]][];
    return first?.[1] ?? [];
  }

  /** In order, and no further than the first that cannot be taken in: a person's events do not overtake each other. */
  private async takeAll(entries: readonly Entry[]): Promise<void> {
    const { redis, stream } = this.options;
    for (const [id, fields] of entries) {
      const event = this.parse(id, fields);
      if (event) await inTrace(traceFrom(event.traceparent), () => this.options.take(event));
      await redis.xack(stream, GROUP, id);
    }
  }

  /** What is not as published would never become so: it is reported and passed over. */
  private parse(id: string, fields: readonly string[] | null): UserEvent | undefined {
    const text = fields?.[fields.indexOf('event') + 1] ?? '';
    try {
      return userEvent.parse(JSON.parse(text));
    } catch (cause) {
      this.options.logger.error({ err: cause, entry: id }, 'a user event is not as published; passed over');
      return undefined;
    }
  }
}
