import type { Auth } from '../auth';
import { problem } from '../errors';
import { hashOf } from '../stores/secret';
import { attemptByState, markAnswered, type Attempt } from './attempts-table';
import { redirectUri } from './begin';
import { conclude, returnAddress } from './conclude';
import type { IdentityProvider } from './identity';
import { personBehind } from './person-behind';
import { asRefusal } from './refusal';

/**
 * Takes a provider's answer, which a browser brings. A person looks at whatever comes of it, so nothing is refused here:
 * the outcome, good or bad, is kept for the page that the browser is sent to.
 * @param query everything behind the `?`
 */
export async function takeAnswer(
  auth: Auth,
  provider: IdentityProvider,
  query: URLSearchParams,
  browser: Buffer,
): Promise<string> {
  const state = query.get('state') ?? '';
  const answer = new URL(`${redirectUri(auth, provider.id)}?${query.toString()}`);
  try {
    const { nonce, code_verifier } = await requireOpenAttempt(auth, provider, state, browser);
    const identity = await provider.identify(answer, { state, nonce, codeVerifier: code_verifier });
    const code = await auth.change(async (change) => {
      const user = await personBehind(auth, change, identity, provider.name);
      return conclude(auth, change.trx, provider.id, browser, { userId: user.id });
    });
    return returnAddress(auth, code);
  } catch (cause) {
    const refusal = asRefusal(cause, provider.name);
    auth.logger.warn({ err: cause, provider: provider.id, code: refusal.code }, 'a sign-in came to nothing');
    return returnAddress(auth, await conclude(auth, auth.db, provider.id, browser, { refusal }));
  }
}

/** The attempt that an answer belongs to, which is answered from here on. @throws state_mismatch, attempt_expired, code_replayed */
async function requireOpenAttempt(
  auth: Auth,
  provider: IdentityProvider,
  state: string,
  browser: Buffer,
): Promise<Attempt> {
  const hash = hashOf(state);
  const attempt = await attemptByState(auth.db, hash);
  if (!attempt || !belongsTo(attempt, provider.id, browser)) throw problem('state_mismatch');
  if (attempt.answered_at) throw problem('code_replayed');
  if (attempt.expires_at <= new Date()) throw problem('attempt_expired');
  if (!(await markAnswered(auth.db, hash))) throw problem('code_replayed');
  return attempt;
}

/** Begun at this provider (one may not answer for another, RFC 9700, 4.4), and in this browser. */
export function belongsTo(
  attempt: Pick<Attempt, 'provider' | 'browser_hash'>,
  provider: string,
  browser: Buffer,
): boolean {
  return attempt.provider === provider && attempt.browser_hash.equals(browser);
}
