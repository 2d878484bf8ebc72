import { currentTrace } from './trace';

/** What a service's error catalogue says of one code. */
export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  /** A sentence that a person can act on. */
  readonly detail: string;
}

/** An error that a caller is told about, as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: string,
    readonly entry: ProblemEntry,
    readonly extra: { readonly detail?: string; readonly retry_after?: number } = {},
  ) {
    super(`${code}: ${extra.detail ?? entry.detail}`);
  }
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  trace_id: string;
  retry_after?: number;
}

/** The document sent for a problem. `retry_after` is in seconds. */
export function problemDocument(problem: Problem): ProblemDocument {
  const { retry_after } = problem.extra;
  return {
    type: `urn:problem:${problem.code}`,
    title: problem.entry.title,
    status: problem.entry.status,
    detail: problem.extra.detail ?? problem.entry.detail,
    code: problem.code,
    trace_id: currentTrace()?.traceId ?? '',
    ...(retry_after === undefined ? {} : { retry_after }),
  };
}

/**
 * Binds a catalogue: `const problem = problemsOf(CATALOGUE)`, then `throw problem('email_taken')`.
 * Codes that are not in the catalogue do not compile.
 */
export function problemsOf<C extends Record<string, ProblemEntry>>(catalogue: C) {
  return (code: keyof C & string, extra: Problem['extra'] = {}): Problem => {
    const entry = catalogue[code];
    if (!entry) throw new Error(`no entry ${code} in the error catalogue`);
    return new Problem(code, entry, extra);
  };
}

/** Errors that any HTTP service can answer with, whatever it does. */
export const COMMON_PROBLEMS = {
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing at this address.' },
  malformed_request: {
    status: 400,
    title: 'Malformed request',
    detail: 'The request could not be read. Send JSON of the documented shape.',
  },
  invalid_request: {
    status: 422,
    title: 'Invalid request',
    detail: 'A field of the request is missing or has a wrong value.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'There were too many requests in a short time. Wait a moment and try again.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong',
    detail: 'Something went wrong on our side. Try again, and quote the trace id if it keeps happening.',
  },
  dependency_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    detail: 'A part of the service that is needed for this is not available. Try again in a moment.',
  },
} as const satisfies Record<string, ProblemEntry>;
