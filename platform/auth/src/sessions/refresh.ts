import { z } from 'zod';
import { lockUser, type User } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import type { Change } from '../stores/change';
import { hashOf } from '../stores/secret';
import { grantSession, type OpenedSession } from './open-session';
import { nextRefreshToken, sessionEnd, type Grant } from './grant';
import { refreshTokenByHash, spendRefreshToken } from './refresh-tokens-table';
import { revokeSessions } from './revoke';
import { prolongSession } from './sessions-table';

const presented = z.object({ refresh_token: z.string().min(1).optional() }).nullish();

/** The refresh token in the body or, for browsers, in the cookie. @throws token_missing */
export function presentedToken(body: unknown, cookie: string | undefined): string {
  const token = presented.parse(body)?.refresh_token ?? cookie;
  if (token === undefined)
    throw problem('token_missing', {
      detail: 'Send the refresh token in the body or in the refresh_token cookie, or sign in.',
    });
  return token;
}

/**
 * Exchanges a refresh token for a new pair, once. A second exchange means that someone else holds a copy, so it ends
 * the session, whoever comes second (RFC 9700, 4.14.2).
 * @throws token_invalid, token_revoked, refresh_reused, refresh_expired
 */
export async function refresh(auth: Auth, token: string): Promise<Grant> {
  const hash = hashOf(token);
  const known = await refreshTokenByHash(auth.db, hash);
  if (!known) throw problem('token_invalid');

  const outcome = await auth.change(async (change) => {
    const user = await lockUser(change.trx, known.user_id);
    return user ? rotate(auth, change, user, hash) : ('token_revoked' as const);
  });
  if (typeof outcome === 'string') throw problem(outcome);
  return grantSession(auth, outcome);
}

type Refusal = 'token_revoked' | 'refresh_reused' | 'refresh_expired';

/** A refusal is returned and not thrown: the revocation that comes with one must be committed. */
async function rotate(
  auth: Auth,
  change: Change,
  user: User,
  hash: Buffer,
): Promise<OpenedSession | Refusal> {
  const current = await refreshTokenByHash(change.trx, hash);
  const now = new Date();
  if (!current || current.session_revoked_at) return 'token_revoked';
  if (current.spent_at) {
    await revokeSessions(auth, change, user.id, { id: current.session_id }, 'refresh_reused');
    return 'refresh_reused';
  }
  if (current.expires_at <= now) return 'refresh_expired';

  await spendRefreshToken(change.trx, hash);
  await prolongSession(change.trx, current.session_id, sessionEnd(auth, now));
  const refreshToken = await nextRefreshToken(auth, change, current.session_id, now);
  return { id: current.session_id, user, refreshToken };
}
