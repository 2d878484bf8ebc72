import type { Logger } from '@reference/kit/logger';
import type { UsageAnalytics } from '../analytics/usage-analytics';
import type { Owed, UsageOutbox } from './usage-outbox';

const BATCH = 500;
/** Between two batches: ClickHouse would rather have one insert of many rows than many of one. */
const GATHERING_MS = 100;
/** For what another instance left, or a wake-up that was lost. */
const LOOK_EVERY_MS = 1_000;
/** While analytics is away: doubled from one attempt to the next. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface UsageRelayOptions {
  outbox: UsageOutbox;
  analytics: Pick<UsageAnalytics, 'insert' | 'forget'>;
  logger: Logger;
}

/**
 * Carries the outbox to analytics: at least once, in order, one relay at a time over all instances, at once when woken.
 * What arrived twice counts once there (usage-analytics.ts says how).
 */
export class UsageRelay {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private wokenAgain = false;
  private resting = false;
  private stopped = true;
  private failures = 0;

  constructor(private readonly options: UsageRelayOptions) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Something is owed. After a batch, and while analytics is away, this changes nothing: the next look is due soon. */
  wake(): void {
    if (this.stopped || this.resting || this.failures > 0) return;
    if (this.running) this.wokenAgain = true;
    else this.go();
  }

  /** Finishes the batch under way; what is owed then stays for the next start, or another instance. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private go(): void {
    clearTimeout(this.timer);
    this.resting = false;
    this.wokenAgain = false;
    this.running = this.sendAll().then(
      (sent) => this.rest(sent),
      (cause: unknown) => this.retreat(cause),
    );
  }

  private rest(sent: number): void {
    if (this.failures > 0) this.options.logger.info('analytics is back, all usage events were sent');
    this.failures = 0;
    this.resting = sent > 0;
    if (this.resting) this.next(GATHERING_MS);
    else this.next(this.wokenAgain ? 0 : LOOK_EVERY_MS);
  }

  /** Said once: an absence that lasts is told by the health check. */
  private retreat(cause: unknown): void {
    this.failures += 1;
    if (this.failures === 1)
      this.options.logger.warn({ err: cause }, 'usage events cannot be sent; they are kept until they can');
    this.next(Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 1), LONGEST_PAUSE_MS));
  }

  private next(inMs: number): void {
    this.running = undefined;
    if (!this.stopped) this.timer = setTimeout(() => this.go(), inMs);
  }

  /** Everything that is owed now. @returns how much was sent */
  private async sendAll(): Promise<number> {
    if (!(await this.options.outbox.anythingOwed())) return 0;
    let total = 0;
    for (;;) {
      const { sent, left } = await this.sendBatch();
      total += sent;
      if (!left || this.stopped) return total;
    }
  }

  private async sendBatch(): Promise<{ sent: number; left: boolean }> {
    let left = false; // Where another instance was faster, nothing is given to send.
    const sent = await this.options.outbox.handOver(BATCH, async (owed) => {
      left = owed.length === BATCH;
      await this.send(owed);
      return owed.map(({ id }) => id);
    });
    return { sent, left };
  }

  /**
   * Events first, in one insert, then those to be forgotten, in one deletion: nothing is owed of anybody after their
   * departure (usage-outbox.ts says why), so that no row of theirs can come after it.
   */
  private async send(owed: readonly Owed[]): Promise<void> {
    const rows = owed.flatMap((entry) => (entry.kind === 'event' ? [entry.row] : []));
    const digests = owed.flatMap((entry) => (entry.kind === 'deletion' ? [entry.digest] : []));
    if (rows.length > 0) await this.options.analytics.insert(rows);
    if (digests.length > 0) await this.options.analytics.forget(digests);
  }
}
