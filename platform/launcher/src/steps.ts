import { EventEmitter } from 'node:events';
import { sentenceOf } from './faults';

export interface StepEvent {
  at: string;
  kind: 'step';
  name: string;
  status: 'started' | 'ready' | 'failed';
  duration_ms?: number;
  detail?: string;
}

/** What the launcher is doing, step by step, for progress displays; keeps everything, in order. */
export class Steps {
  readonly prepared: string[] = [];
  private readonly past: StepEvent[] = [];
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** Runs `work` as a step: started, then ready with its duration or failed with its sentence. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const duration = () => Math.round(performance.now() - startedAt);
    this.tell(name, 'started');
    try {
      const result = await work();
      this.tell(name, 'ready', { duration_ms: duration() });
      return result;
    } catch (cause) {
      this.tell(name, 'failed', { duration_ms: duration(), detail: sentenceOf(cause) });
      throw cause;
    }
  }

  /**
   * A step that fills the cache, once for many starts. A start with such a step in it is a first one:
   * its length says nothing about the platform.
   */
  async prepare<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.prepared.push(name);
    return await this.run(name, work);
  }

  /** What has become ready so far, in that order, and how long it took. */
  report(): { name: string; duration_ms: number }[] {
    return this.past.flatMap(({ name, status, duration_ms }) =>
      status === 'ready' && duration_ms !== undefined ? [{ name, duration_ms }] : [],
    );
  }

  tell(
    name: string,
    status: StepEvent['status'],
    more: Pick<StepEvent, 'duration_ms' | 'detail'> = {},
  ): void {
    const event: StepEvent = { at: new Date().toISOString(), kind: 'step', name, status, ...more };
    this.past.push(event);
    this.emitter.emit('step', event);
  }

  /** Past steps first, then each as it happens, until the returned function is called. */
  follow(listener: (event: StepEvent) => void): () => void {
    for (const event of this.past) listener(event);
    this.emitter.on('step', listener);
    return () => void this.emitter.off('step', listener);
  }
}
