/** A service's refusal, as its problem document (RFC 9457) words it. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly code: string,
    /** A sentence for the person. */
    readonly detail: string,
    /** Seconds. */
    readonly retryAfter?: number,
    /** By which the service's people find it in their logs. */
    readonly traceId?: string,
  ) {
    super(`${status} ${code}: ${detail}`);
  }

  /** Nobody's fault on this side: asking again later may help. */
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

/** No answer came: the network, or the edge itself, is away. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  headers?: Record<string, string>;
  token?: string;
  /** Goes on even if the page is left meanwhile. */
  keepalive?: boolean;
}

export type Fetch = typeof globalThis.fetch;

const NO_ANSWER = 'The service cannot be reached at the moment. Check your connection and try again.';
const NO_REASON = 'Something went wrong on our side. Try again in a moment.';

/**
 * Calls a service through the edge and returns its JSON, or undefined where it answers without.
 * @throws Refused, Unreachable
 */
export async function send<T>(fetch: Fetch, call: Call): Promise<T> {
  const response = await request(fetch, call);
  const answer = await jsonOf(response);
  if (response.ok) return answer as T;
  throw refusalIn(response.status, answer);
}

/**
 * The same for what is no JSON but a file, whatever is in it.
 * @throws Refused, Unreachable; the latter also where the file breaks off
 */
export async function sendForFile(fetch: Fetch, call: Call): Promise<Blob> {
  const response = await request(fetch, call);
  if (!response.ok) throw refusalIn(response.status, await jsonOf(response));
  return response.blob().catch((cause: unknown) => {
    throw new Unreachable('the answer broke off', { cause });
  });
}

async function request(fetch: Fetch, call: Call): Promise<Response> {
  const { method = 'GET', path, body, token, keepalive = false } = call;
  const headers: Record<string, string> = {
    ...call.headers,
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return fetch(path, {
    method,
    headers,
    keepalive,
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch((cause: unknown) => {
    throw new Unreachable('no answer', { cause });
  });
}

/** What to tell a person about a failed call. */
export function sentenceFor(cause: unknown): string {
  if (cause instanceof Refused) return cause.detail;
  return cause instanceof Unreachable ? NO_ANSWER : NO_REASON;
}

/** What support asks for, where it was the service that failed: a refusal is the person's to mend. */
export function referenceFor(cause: unknown): string | undefined {
  return cause instanceof Refused && cause.status >= 500 ? cause.traceId : undefined;
}

/** An answer that breaks off, or is no JSON, says nothing. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function refusalIn(status: number, answer: unknown): Refused {
  const problem = (answer ?? {}) as Record<string, unknown>;
  const { code, detail, retry_after, trace_id } = problem;
  return new Refused(
    status,
    typeof code === 'string' ? code : 'unknown',
    typeof detail === 'string' ? detail : NO_REASON,
    typeof retry_after === 'number' ? retry_after : undefined,
    typeof trace_id === 'string' && trace_id !== '' ? trace_id : undefined,
  );
}
