import type { HealthCheck } from '@reference/kit/health';
import type { Logger } from '@reference/kit/logger';
import CircuitBreaker from 'opossum';
import { setTimeout as pause } from 'node:timers/promises';
import { AssistantFailure } from './assistant-failure';
import type { Completions, Question, Reply } from './completions';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A model that asks for a longer pause than this is told to the person instead of waited for. */
const LONGEST_PAUSE_MS = 3_000;
const CIRCUIT_RESET_MS = 5_000;

export type Circuit = 'open' | 'half_open' | 'closed';

/** The language model as the agents use it: with retries, behind a circuit breaker that counts every try. */
export class Llm {
  private readonly breaker: CircuitBreaker<[Question, AbortSignal], Reply>;

  constructor(
    private readonly completions: Completions,
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    this.breaker = new CircuitBreaker(
      (question: Question, signal: AbortSignal) => completions.ask(question, signal),
      {
        name: 'llm',
        timeout: false,
        volumeThreshold: 4,
        errorThresholdPercentage: 50,
        resetTimeout: CIRCUIT_RESET_MS,
        rollingCountTimeout: 10_000,
        errorFilter: (cause: unknown) => !(cause instanceof AssistantFailure && cause.isOutage),
      },
    );
  }

  /** Loads what the first question needs, ahead of it. */
  async warmUp(): Promise<void> {
    await this.completions.connect();
  }

  onCircuit(tell: (circuit: Circuit) => void): void {
    this.breaker.on('open', () => tell('open'));
    this.breaker.on('halfOpen', () => tell('half_open'));
    this.breaker.on('close', () => tell('closed'));
  }

  stop(): void {
    this.breaker.shutdown();
  }

  /** Without it people are told that the assistant is away; everything else works, so it only degrades. */
  healthCheck(): HealthCheck {
    return {
      critical: false,
      probe: async () => {
        if (this.breaker.opened)
          throw new Error('calls to the language model keep failing, the circuit is open');
        const response = await fetch(this.url, { signal: AbortSignal.timeout(900) });
        await response.body?.cancel();
      },
    };
  }

  /**
   * Asks, and asks again when the model is away or busy, as long as no part of an answer was handed on.
   * @throws AssistantFailure, the signal's reason when it was aborted, or what `onPart` threw.
   */
  async ask(question: Question, signal: AbortSignal): Promise<Reply> {
    const delivery = watched(question);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.breaker.fire(delivery.question, signal);
      } catch (cause) {
        signal.throwIfAborted();
        const failure = told(cause);
        const wait = pauseBefore(attempt, failure);
        if (attempt === ATTEMPTS || wait === undefined || delivery.begun()) throw failure;
        this.logger.warn({ err: failure, attempt, wait_ms: wait }, 'the language model failed, asking again');
        await pause(wait, undefined, { signal });
      }
    }
  }
}

/** Knows whether a part of the answer was handed on: then it cannot be begun anew. */
function watched(question: Question): { question: Question; begun(): boolean } {
  const { onPart } = question;
  let begun = false;
  if (!onPart) return { question, begun: () => false };
  const mark = (text: string) => {
    begun = true;
    return onPart(text);
  };
  return { question: { ...question, onPart: mark }, begun: () => begun };
}

function told(cause: unknown): unknown {
  if (!(cause instanceof Error && CircuitBreaker.isOurError(cause))) return cause;
  const detail = { cause, circuitOpen: true, retryAfterMs: CIRCUIT_RESET_MS };
  return new AssistantFailure('assistant_unavailable', 'the circuit is open', detail);
}

/** Milliseconds before another try, or undefined where there is no use in one. */
function pauseBefore(attempt: number, failure: unknown): number | undefined {
  if (!(failure instanceof AssistantFailure) || !failure.isWorthAnotherTry || failure.detail.circuitOpen)
    return undefined;
  const wait = Math.max(failure.detail.retryAfterMs ?? 0, FIRST_PAUSE_MS * 3 ** (attempt - 1));
  return wait <= LONGEST_PAUSE_MS ? wait : undefined;
}
