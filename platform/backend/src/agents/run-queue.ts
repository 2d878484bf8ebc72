import type { Logger } from '@reference/kit/logger';
import { continueTrace, inTrace } from '@reference/kit/trace';
import type { Database } from '../storage/database';
import { claimRuns, letStart, releaseHeldBy, renewLeases, type Run } from './run-store';

/** Runs at once on one instance; more wait in the table. */
const MOST_AT_ONCE = 64;
const LOOK_MS = 500;
const RENEW_MS = 800;

/** Works on a run to its end, or until the signal: then it leaves at once and the saved state counts. */
export type Worker = (run: Run, signal: AbortSignal) => Promise<void>;

interface Held {
  readonly run: Run;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Takes runs from the table and has them worked on, holding a lease for each as long as it takes. */
export class RunQueue {
  private readonly held = new Map<string, Held>();
  private readonly timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private stopping = false;

  constructor(
    private readonly db: Database,
    /** `<instance>:<process>`: who holds leases. */
    readonly owner: string,
    private readonly work: Worker,
    private readonly logger: Logger,
  ) {}

  /** Takes up at once what an earlier process of this instance left, and from then on whatever comes. */
  async start(): Promise<void> {
    await releaseHeldBy(this.db, this.owner.slice(0, this.owner.lastIndexOf(':') + 1));
    this.timers.push(
      setInterval(() => this.nudge(), LOOK_MS),
      setInterval(() => this.renew(), RENEW_MS),
    );
    this.nudge();
  }

  /** A run that was kept back has been announced: it is worked on now. */
  async takeUp(runId: string): Promise<void> {
    await letStart(this.db, this.owner, runId);
    this.nudge();
  }

  /** There may be something to do: look now. */
  nudge(): void {
    if (this.stopping) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    this.looking = this.look()
      .catch((cause: unknown) =>
        this.logger.warn({ err: cause }, 'runs could not be looked for; trying again soon'),
      )
      .finally(() => {
        this.looking = undefined;
        if (!this.lookAgain) return;
        this.lookAgain = false;
        this.nudge();
      });
  }

  /** Leaves the given runs at once, where they are held here. */
  abort(chosen: (run: Run) => boolean): void {
    for (const { run, abort } of this.held.values()) if (chosen(run)) abort.abort();
  }

  /** Hands everything over: what is under way stops, and other instances may take it from its last step. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.timers.forEach(clearInterval);
    await this.looking;
    const left = [...this.held.values()];
    left.forEach(({ abort }) => abort.abort());
    await Promise.all(left.map(({ done }) => done));
    await releaseHeldBy(this.db, this.owner);
  }

  private async look(): Promise<void> {
    const room = MOST_AT_ONCE - this.held.size;
    if (room <= 0) return;
    const runs = await claimRuns(this.db, this.owner, [...this.held.keys()], room);
    for (const run of runs) this.hold(run);
  }

  private hold(run: Run): void {
    const abort = new AbortController();
    const done = inTrace(continueTrace(run.trace_id), () => this.work(run, abort.signal))
      .catch((cause: unknown) =>
        this.logger.error({ err: cause, run_id: run.id }, 'a run broke; it is taken up again'),
      )
      .finally(() => {
        this.held.delete(run.id);
        this.nudge();
      });
    this.held.set(run.id, { run, abort, done });
  }

  private renew(): void {
    const ids = [...this.held.keys()];
    if (ids.length === 0) return;
    renewLeases(this.db, this.owner, ids).then(
      (kept) => ids.filter((id) => !kept.includes(id)).forEach((id) => this.held.get(id)?.abort.abort()),
      (cause: unknown) => this.logger.warn({ err: cause }, 'leases could not be renewed; trying again soon'),
    );
  }
}
