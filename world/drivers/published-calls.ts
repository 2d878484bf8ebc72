import type { Session } from './auth';

/** One call of a service, by its own description of its interface. */
export interface PublishedCall {
  readonly service: 'auth' | 'backend';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With names in braces where something stands for one thing of many: `/api/threads/{id}`. */
  readonly path: string;
}

/** What goes along with a call. */
export interface Trial {
  /** What is put in the place of each name in the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Everything that came back, whatever it says. */
export interface Told {
  readonly status: number;
  readonly text: string;
}

/** Every call that the services say they have, made by somebody who knows what to put into it. */
export interface PublishedCallsDriver {
  all(): Promise<readonly PublishedCall[]>;
  /** A "no" is an answer like any other here. */
  make(call: PublishedCall, trial: Trial, session: Session): Promise<Told>;
}

/** As people name it: `backend GET /api/threads/{id}`. */
export function nameOf({ service, method, path }: PublishedCall): string {
  return `${service} ${method} ${path}`;
}
