import { LaunchFault } from '../faults';
import type { RunDir } from '../run-dir';
import { HeldProcess, type HeldProcessOptions } from './held-process';
import { Toolbox } from './toolbox';
import { Undertaker } from './undertaker';

/** Processes are ended in this order, each kind as a whole: services before what they call, stores last. */
export type Kind = 'service' | 'stand-in' | 'engine';
const ENDING_ORDER: readonly Kind[] = ['service', 'stand-in', 'engine'];

export interface Entry {
  kind: Kind;
  /** How it is asked to end, and how long it may take before it is killed. */
  stopSignal: NodeJS.Signals;
  stopMs: number;
  /** How it is ended when there is no time to ask. */
  hurriedSignal: NodeJS.Signals;
}

const HURRIED_MS = 1_000;

/** Every process of this launcher that runs. Once it is closed nothing starts any more. */
export class ProcessTable {
  private readonly running = new Map<HeldProcess, Entry>();
  private readonly undertaker = new Undertaker();
  readonly tools = new Toolbox(this.undertaker);
  private closed = false;

  constructor(private readonly runDir: RunDir) {}

  start(options: HeldProcessOptions, entry: Entry): HeldProcess {
    if (this.closed) throw new LaunchFault(`${options.name} is not started: the launcher is stopping.`);
    const held = new HeldProcess(options, this.undertaker);
    this.running.set(held, entry);
    this.runDir.record(options.name, held.pid);
    void held.exited.then(() => this.running.delete(held));
    return held;
  }

  list(): { name: string; pid: number }[] {
    return [...this.running.keys()].map(({ name, pid }) => ({ name, pid }));
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Ends everything, in order; resolves when nothing runs any more. */
  async endAll({ hurried }: { hurried: boolean }): Promise<void> {
    this.closed = true;
    await this.tools.close();
    // In a hurry all at once.
    const turns = hurried ? [ENDING_ORDER] : ENDING_ORDER.map((kind) => [kind]);
    for (const kinds of turns) await this.endKinds(kinds, hurried);
  }

  /** When everything has ended and nothing will start any more. */
  async dismissUndertaker(): Promise<void> {
    await this.undertaker.dismiss();
  }

  private async endKinds(kinds: readonly Kind[], hurried: boolean): Promise<void> {
    const concerned = [...this.running].filter(([, { kind }]) => kinds.includes(kind));
    await Promise.all(
      concerned.map(([held, { stopSignal, stopMs, hurriedSignal }]) =>
        hurried ? held.stop(hurriedSignal, HURRIED_MS) : held.stop(stopSignal, stopMs),
      ),
    );
  }
}
