import CircuitBreaker from 'opossum';

export type CircuitState = 'open' | 'half_open' | 'closed';

export interface CircuitOptions {
  /** Whose calls go through it, as people's pages and operators know it. */
  readonly service: 'llm' | 'auth' | 'analytics';
  /** Milliseconds for which nobody is called once too many calls failed; then one is tried. */
  readonly resetMs: number;
  /** Milliseconds that a call takes which fails because nobody answers: it counts from its beginning. */
  readonly slowestMs: number;
  /** Calls in that time, and twice the other, below which nothing is concluded from failures. */
  readonly fewestCalls: number;
  /** Whether a failure says that the service is away; all others are the caller's. */
  isOutage(cause: unknown): boolean;
  /** What is tried then; without it the next call is the trial. */
  readonly trial?: () => Promise<unknown>;
}

/** The call was not made: calls before it failed, and the service is left alone for a while. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

type Work = () => Promise<unknown>;

/** Stands between the backend and one service that it calls, and stops calling it while that is of no use. */
export class Circuit {
  private readonly breaker: CircuitBreaker<[Work]>;

  constructor(private readonly options: CircuitOptions) {
    const { service, resetMs, slowestMs, fewestCalls } = options;
    this.breaker = new CircuitBreaker((work: Work) => work(), {
      name: service,
      timeout: false,
      volumeThreshold: fewestCalls,
      errorThresholdPercentage: 50,
      resetTimeout: resetMs,
      rollingCountTimeout: slowestMs + 2 * resetMs,
      errorFilter: (cause: unknown) => !options.isOutage(cause),
    });
    const { trial } = options;
    // What comes of it shows in the state; until then a caller may have been the trial as well.
    if (trial) this.breaker.on('halfOpen', () => void this.call(trial).catch(() => undefined));
  }

  get service(): string {
    return this.options.service;
  }

  /** Milliseconds after which an open circuit lets somebody try. */
  get resetMs(): number {
    return this.options.resetMs;
  }

  get state(): CircuitState {
    if (this.breaker.opened) return 'open';
    return this.breaker.halfOpen ? 'half_open' : 'closed';
  }

  onChange(tell: (state: CircuitState) => void): void {
    this.breaker.on('open', () => tell('open'));
    this.breaker.on('halfOpen', () => tell('half_open'));
    this.breaker.on('close', () => tell('closed'));
  }

  /** @throws CircuitOpen without doing the work, or what the work threw */
  async call<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.breaker.fire(work)) as T;
    } catch (cause) {
      if (!(cause instanceof Error && CircuitBreaker.isOurError(cause))) throw cause;
      throw new CircuitOpen(openSentence(this.service), { cause });
    }
  }

  /** For a health check. @throws a sentence until calls are known to go well */
  mustBeClosed(): void {
    if (this.state === 'open') throw new Error(openSentence(this.service));
    if (this.state === 'half_open')
      throw new Error(`calls to ${this.service} kept failing, the circuit is half open until one goes well`);
  }

  stop(): void {
    this.breaker.shutdown();
  }
}

function openSentence(service: string): string {
  return `calls to ${service} keep failing, the circuit is open`;
}
