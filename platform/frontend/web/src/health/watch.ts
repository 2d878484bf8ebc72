import { Observable } from '../calls/observable';
import { missingIn, type Missing } from './missing';

const CALM_MS = 15_000;
const ANXIOUS_MS = 1_000;
const ANSWER_WITHIN_MS = 5_000;

export interface WatchOptions {
  /** Resolves with the edge's health report, rejects where no answer came. */
  ask: (withinMs: number) => Promise<unknown>;
  after: (ms: number, work: () => void) => () => void;
}

/** Asks for the service's health: now, every 15 s, and every second from the first failure to the recovery. */
export class HealthWatch {
  readonly missing = new Observable<Missing>('nothing');
  private cancelTimer: () => void = () => undefined;
  private asking = false;
  private stopped = false;

  constructor(private readonly options: WatchOptions) {}

  start(): void {
    this.stopped = false;
    this.askNow();
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer();
  }

  /** For whoever has just noticed that something does not answer. */
  askNow(): void {
    if (this.asking || this.stopped) return;
    this.asking = true;
    this.cancelTimer();
    void this.options
      .ask(ANSWER_WITHIN_MS)
      .then(missingIn, (): Missing => 'edge')
      .then((missing) => this.learn(missing));
  }

  private learn(missing: Missing): void {
    this.asking = false;
    if (this.stopped) return;
    this.missing.set(missing);
    const pause = missing === 'nothing' ? CALM_MS : ANXIOUS_MS;
    this.cancelTimer = this.options.after(pause, () => this.askNow());
  }
}
