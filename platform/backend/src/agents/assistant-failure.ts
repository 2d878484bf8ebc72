import type { AgentErrorCode } from '../contract/events';

const SENTENCES = {
  assistant_unavailable:
    'The assistant cannot be reached at the moment. Your message is safe: try again in a moment.',
  assistant_busy: 'The assistant is very busy at the moment. Your message is safe: try again shortly.',
  assistant_too_slow:
    'The assistant took too long to answer. Your message is safe: try again, or ask for less at once.',
  assistant_failed: 'The assistant could not answer this. Try again, or put it differently.',
} as const satisfies Partial<Record<AgentErrorCode, string>>;

/** The language model gave no usable answer; `message` is for the log, `sentence` for the person. */
export class AssistantFailure extends Error {
  override readonly name = 'AssistantFailure';

  constructor(
    readonly code: keyof typeof SENTENCES,
    reason: string,
    readonly detail: {
      readonly retryAfterMs?: number;
      readonly circuitOpen?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(reason, { cause: detail.cause });
  }

  get sentence(): string {
    return SENTENCES[this.code];
  }

  /** The model is away or busy: asking again later may help, and the circuit breaker counts it. */
  get isOutage(): boolean {
    return this.code !== 'assistant_failed';
  }

  /** Asking again by ourselves is worth the person's time; after a model took all of it, that is theirs to say. */
  get isWorthAnotherTry(): boolean {
    return this.isOutage && this.code !== 'assistant_too_slow';
  }
}

/** What a failed call to the model means: by its HTTP status, or as an outage where there was none. */
export function failureOf(cause: unknown): AssistantFailure {
  const { status, headers } = cause as { status?: unknown; headers?: unknown };
  if (typeof status !== 'number')
    return new AssistantFailure('assistant_unavailable', 'no answer', { cause });
  const retryAfterMs = headers instanceof Headers ? Number(headers.get('retry-after')) * 1_000 : 0;
  const detail = { cause, ...(retryAfterMs > 0 ? { retryAfterMs } : {}) };
  if (status === 429) return new AssistantFailure('assistant_busy', 'it is busy (429)', detail);
  if (status >= 500 || status === 408)
    return new AssistantFailure('assistant_unavailable', `it failed (${status})`, detail);
  return new AssistantFailure('assistant_failed', `it refused the request (${status})`, detail);
}
