import { Problem } from '@reference/kit/problem';
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import type { Code } from '../errors';

/** Why a sign-in came to nothing, as it is kept until the page asks: an entry of the catalogue in the provider's case. */
export interface SignInRefusal {
  code: Code;
  detail: string;
  /** Seconds. */
  retry_after?: number;
}

const RETRY_AFTER_S = 5;

/** What a failed exchange with a provider means to the person. @throws anything that is no provider's fault */
export function asRefusal(cause: unknown, provider: string): SignInRefusal {
  if (cause instanceof Problem)
    return { code: cause.code as Code, detail: cause.extra.detail ?? cause.entry.detail };
  if (cause instanceof AuthorizationResponseError && cause.error === 'access_denied')
    return {
      code: 'provider_refused',
      detail: `You did not agree at ${provider}, so nobody was logged in. Try again, or log in another way.`,
    };
  if (isOutage(cause))
    return {
      code: 'dependency_unavailable',
      detail: `${provider} does not answer at the moment. Try again soon, or log in another way.`,
      retry_after: RETRY_AFTER_S,
    };
  return {
    code: 'provider_refused',
    detail: `${provider} did not confirm who you are. Try again, or log in another way.`,
  };
}

/** No answer, one that came too late, or one that says that the provider itself is in trouble. */
function isOutage(cause: unknown): boolean {
  if (!(cause instanceof Error)) return cause instanceof Response && cause.status >= 500;
  if (cause instanceof ResponseBodyError) return cause.status >= 500;
  const { name, message, code } = cause as Error & { code?: unknown };
  if (name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || code === 'ERR_JWKS_TIMEOUT') return true;
  if (name === 'TypeError' && /fetch failed/.test(message)) return true;
  return cause.cause !== undefined && isOutage(cause.cause);
}
