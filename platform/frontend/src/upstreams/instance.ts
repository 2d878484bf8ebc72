import type { Registration } from '@reference/kit/discovery';
import { askHealth, type Verdict } from './health-question';

/** One registered instance of a service, with what was last heard of it. */
export class Instance {
  /** Undefined until it was asked for the first time. */
  verdict: Verdict | undefined;
  private asking: Promise<Verdict> | undefined;

  constructor(
    readonly entry: Registration,
    private readonly onChange: (instance: Instance, verdict: Verdict) => void,
  ) {}

  get isHealthy(): boolean {
    return this.verdict?.kind === 'answered' && this.verdict.status !== 'unavailable';
  }

  /** Asks how it is; whoever asks meanwhile shares the answer. Never rejects. */
  async ask(): Promise<Verdict> {
    this.asking ??= askHealth(this.entry.health_url).finally(() => (this.asking = undefined));
    const verdict = await this.asking;
    this.learn(verdict);
    return verdict;
  }

  /** A connection to it failed: it counts as gone until it answers again. */
  lose(why: string): void {
    this.learn({ kind: 'silent', why });
  }

  private learn(verdict: Verdict): void {
    const before = this.verdict === undefined ? undefined : wordFor(this.verdict);
    this.verdict = verdict;
    if (before !== wordFor(verdict)) this.onChange(this, verdict);
  }
}

/** In one word, how it is. */
export function wordFor(verdict: Verdict): string {
  return verdict.kind === 'silent' ? 'silent' : verdict.status;
}
