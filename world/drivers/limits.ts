import type { Session } from './auth';

/** Where a person asks for something, and is counted. */
export const DOORS = ['auth', 'backend', 'the other backend'] as const;
export type Door = (typeof DOORS)[number];

/** How a service says that somebody stands with one of its limits. */
export interface Standing {
  /** How many more will be served. */
  readonly remaining: number;
  /** Seconds until the count begins anew. */
  readonly resetAfter: number;
}

export interface LimitsDriver {
  /** Asks for next to nothing. @returns what the answer says of the person's own limit. Throws Refused, with the time to wait. */
  ask(door: Door, session: Session): Promise<Standing>;
  /** Asks without saying who asks: what counts is the address. Throws Refused. */
  knock(): Promise<void>;
}
