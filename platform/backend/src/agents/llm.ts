import type { HealthCheck } from '@reference/kit/health';
import type { Logger } from '@reference/kit/logger';
import { setTimeout as pause } from 'node:timers/promises';
import { Circuit, CircuitOpen } from '../circuits/circuit';
import { AssistantFailure } from './assistant-failure';
import type { Completions, Question, Reply } from './completions';

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
/** A model that asks for a longer pause than this is told to the person instead of waited for. */
const LONGEST_PAUSE_MS = 3_000;
/** The language model as the agents use it: with retries, behind a circuit breaker that counts every try. */
export class Llm {
  private readonly circuit: Circuit;

  constructor(
    private readonly completions: Completions,
    private readonly url: string,
    resetMs: number,
    private readonly logger: Logger,
  ) {
    this.circuit = new Circuit({
      // An answer may take a minute: one that hangs is the person's to end, and says nothing of others.
      ...{ service: 'llm', resetMs, slowestMs: 0, fewestCalls: 4 },
      isOutage: (cause) => cause instanceof AssistantFailure && cause.isOutage,
    });
  }

  get circuits(): readonly Circuit[] {
    return [this.circuit];
  }

  /** Loads what the first question needs, ahead of it. */
  async warmUp(): Promise<void> {
    await this.completions.connect();
  }

  /** Without it people are told that the assistant is away; everything else works, so it only degrades. */
  healthCheck(): HealthCheck {
    return {
      critical: false,
      probe: async () => {
        this.circuit.mustBeClosed();
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
        return await this.circuit.call(() => this.completions.ask(delivery.question, signal));
      } catch (cause) {
        signal.throwIfAborted();
        const failure = this.told(cause);
        const wait = pauseBefore(attempt, failure);
        if (attempt === ATTEMPTS || wait === undefined || delivery.begun()) throw failure;
        this.logger.warn({ err: failure, attempt, wait_ms: wait }, 'the language model failed, asking again');
        await pause(wait, undefined, { signal });
      }
    }
  }

  private told(cause: unknown): unknown {
    if (!(cause instanceof CircuitOpen)) return cause;
    const detail = { cause, circuitOpen: true, retryAfterMs: this.circuit.resetMs };
    return new AssistantFailure('assistant_unavailable', 'the circuit is open', detail);
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

/** Milliseconds before another try, or undefined where there is no use in one. */
function pauseBefore(attempt: number, failure: unknown): number | undefined {
  if (!(failure instanceof AssistantFailure) || !failure.isWorthAnotherTry || failure.detail.circuitOpen)
    return undefined;
  const wait = Math.max(failure.detail.retryAfterMs ?? 0, FIRST_PAUSE_MS * 3 ** (attempt - 1));
  return wait <= LONGEST_PAUSE_MS ? wait : undefined;
}
