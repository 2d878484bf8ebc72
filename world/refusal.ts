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

export function describe({ during, status, code, detail, traceId }: Refusal): string {
  return `${during}: ${status} ${code}, "${detail}"${traceId ? ` (trace ${traceId})` : ''}`;
}

/**
 * What an actor was refused. Every refusal must be claimed by a step that expected it;
 * whatever is left at the end of a scenario fails it.
 */
export class RefusalBook {
  private readonly open: Refusal[] = [];

  add(refusal: Refusal): void {
    this.open.push(refusal);
  }

  /** Takes the oldest unclaimed refusal out. @throws when there is none: nothing was refused. */
  claim(who: string): Refusal {
    const refusal = this.open.shift();
    if (!refusal)
      throw new Error(`${who} was not refused anything: the platform said yes to what ${who} tried.`);
    return refusal;
  }

  unclaimed(): readonly Refusal[] {
    return this.open;
  }
}
