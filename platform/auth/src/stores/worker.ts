import type { Logger } from '@reference/kit/logger';

const LOOK_EVERY_MS = 1_000;

/**
 * Background work that is done when woken and, in case a wake-up was lost, looked for every second. Passes never
 * overlap; a wake-up during a pass brings one more.
 */
export class Worker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private wakeUps = 0;
  private stopped = false;

  /** @param pass does all there is to do; what it throws is logged, and the next look tries again. */
  constructor(
    private readonly name: string,
    private readonly logger: Logger,
    private readonly pass: () => Promise<void>,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.wake();
  }

  wake(): void {
    if (this.stopped) return;
    this.wakeUps += 1;
    this.running ??= Promise.resolve().then(() => this.run());
  }

  /** Finishes what is under way, does one last pass, and is never woken again. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.wake();
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      let answered;
      do {
        answered = this.wakeUps;
        await this.pass();
      } while (answered !== this.wakeUps);
    } catch (cause) {
      this.logger.warn({ err: cause }, `the ${this.name} was interrupted and will try again`);
    } finally {
      this.running = undefined; // in the same breath as the last look at wakeUps: none is lost in between
    }
  }
}
