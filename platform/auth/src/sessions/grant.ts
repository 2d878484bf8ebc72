import { accountOf, type Account } from '../accounts/account';
import type { User } from '../accounts/users-table';
import type { Auth } from '../auth';
import type { Change } from '../stores/change';
import { newSecret } from '../stores/secret';
import { insertRefreshToken } from './refresh-tokens-table';

/** What a sign-in or a refresh hands out. */
export interface Grant {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  /** Seconds that the access token is good for. */
  expires_in: number;
  session_id: string;
  user: Account;
}

/** Until when a session lasts if it is not used again: its refresh token's life, and never less than an access token's. */
export function sessionEnd(auth: Auth, now: Date): Date {
  const { ACCESS_TOKEN_TTL, REFRESH_TOKEN_TTL } = auth.settings;
  return after(now, Math.max(REFRESH_TOKEN_TTL, Math.ceil(ACCESS_TOKEN_TTL) + 1));
}

/** Adds a refresh token to the session's family and returns it. */
export async function nextRefreshToken(
  auth: Auth,
  change: Change,
  sessionId: string,
  now: Date,
): Promise<string> {
  const { token, hash } = newSecret();
  const expires_at = after(now, auth.settings.REFRESH_TOKEN_TTL);
  await insertRefreshToken(change.trx, {
    token_hash: hash,
    session_id: sessionId,
    issued_at: now,
    expires_at,
  });
  return token;
}

export async function grantOf(
  auth: Auth,
  user: User,
  sessionId: string,
  refreshToken: string,
): Promise<Grant> {
  const { id: user_id, email, plan } = user;
  const access = await auth.tokens.issue({ user_id, session_id: sessionId, email, plan });
  return {
    access_token: access.token,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: access.expires_in,
    session_id: sessionId,
    user: accountOf(user),
  };
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
