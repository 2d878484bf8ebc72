/** A "no" from the platform: an error response, an error event or a socket closed with a reason. */
export interface Refusal {
  /** The wire contract's word for it: `email_taken`, `bad_envelope`, or `close_4001` for a closed socket. */
  readonly code: string;
  /** HTTP status or close code. */
  readonly status: number;
  /** The sentence meant for a person. */
  readonly detail: string;
  /** What the actor was doing, and at which service. */
  readonly during: string;
  readonly traceId?: string;
  readonly retryAfter?: number;
}

/** Thrown by drivers when the platform says no. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    super(describe(refusal));
  }
}

/**
 * Not yet, and no "no": news of somebody quite new is still on its way to the service, and whoever asks again is served.
 * What never comes shows where it is looked for.
 */
export function isNotYet({ code }: Refusal): boolean {
  return code === 'profile_pending';
}

export function describe({ during, status, code, detail, traceId }: Refusal): string {
  return `${during}: ${status} ${code}, "${detail}"${traceId ? ` (trace ${traceId})` : ''}`;
}

/** The "no" in an answer's body: a problem document (RFC 9457), or the beginning of whatever came instead. */
export function refusalInBody(body: unknown, status: number, during: string): Refusal {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof problem[key] === 'string' ? problem[key] : undefined);
  const traceId = text('trace_id');
  const retryAfter = problem['retry_after'];
  return {
    code: text('code') ?? 'no_problem_document',
    status,
    detail: text('detail') ?? clipped(body),
    during,
    ...(traceId ? { traceId } : {}),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
  };
}

function clipped(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  return text.slice(0, 200);
}

/** What people meet while a part of the platform is away: no answer, "not now", or a chat that is cut off. */
const INTERRUPTIONS = new Set([
  'no_answer',
  'dependency_unavailable',
  'upstream_failed',
  'auth_unavailable',
  'socket_failed',
  'close_1001',
  'close_1006',
  'close_1012',
  'close_1013',
]);

/**
 * What an actor was refused. Every refusal must be claimed by a step that expected it;
 * whatever is left at the end of a scenario fails it.
 */
export class RefusalBook {
  private readonly open: Refusal[] = [];
  private isInterrupted = false;

  add(refusal: Refusal): void {
    if (this.isInterrupted && INTERRUPTIONS.has(refusal.code)) return;
    this.open.push(refusal);
  }

  /** From now on a part of the platform is away, and what comes of that alone is no surprise; all else still is. */
  expectInterruptions(): void {
    this.isInterrupted = true;
  }

  /** Everything is there again, and every refusal counts. */
  interruptionsAreOver(): void {
    this.isInterrupted = false;
  }

  /** Takes the oldest unclaimed refusal out. @throws when there is none: nothing was refused. */
  claim(who: string): Refusal {
    const refusal = this.open.shift();
    if (!refusal)
      throw new Error(`${who} was not refused anything: the platform said yes to what ${who} tried.`);
    return refusal;
  }

  /** Takes the newest unclaimed refusal that fits out, for a driver that knows better what it means to the person. */
  withdraw(fits: (refusal: Refusal) => boolean): Refusal | undefined {
    const index = this.open.findLastIndex(fits);
    return index === -1 ? undefined : this.open.splice(index, 1)[0];
  }

  unclaimed(): readonly Refusal[] {
    return this.open;
  }
}
