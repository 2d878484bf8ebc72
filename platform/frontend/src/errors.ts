import { COMMON_PROBLEMS, problemsOf, type Problem, type ProblemEntry } from '@reference/kit/problem';

/** Everything the edge itself refuses with; what the services refuse, it passes on as it is. */
export const PROBLEMS = {
  ...COMMON_PROBLEMS,
  upgrade_required: {
    status: 426,
    title: 'WebSocket only',
    detail: 'This address speaks WebSocket. Open it as a WebSocket, with the subprotocol chat.v1.',
  },
  upstream_failed: {
    status: 502,
    title: 'No answer',
    detail: 'The answer did not arrive. What you asked for may have been done: look before you try again.',
  },
} as const satisfies Record<string, ProblemEntry>;

export const problem = problemsOf(PROBLEMS);

/** The services behind the edge. */
export type ServiceName = 'auth' | 'backend';

const MISSING: Readonly<Record<ServiceName, string>> = {
  auth: 'Signing in is not available at the moment. Try again in a moment.',
  backend: 'The chat is not available at the moment. Try again in a moment.',
};
const RETRY_AFTER_SECONDS = 1;

/** What a person is told while no instance of a service can be used. */
export function unavailable(service: ServiceName): Problem {
  return problem('dependency_unavailable', { detail: MISSING[service], retry_after: RETRY_AFTER_SECONDS });
}
