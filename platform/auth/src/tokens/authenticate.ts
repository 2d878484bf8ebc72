import { heed } from '@reference/kit/allowance';
import type { FastifyRequest } from 'fastify';
import type { Auth } from '../auth';
import { problem } from '../errors';

/** Who is calling, on which session, and until when their token is good. */
export interface Principal {
  user_id: string;
  session_id: string;
  email: string;
  plan: string;
  /** RFC 3339 */
  expires_at: string;
}

/**
 * The one way in: the token is ours and not expired, its session lives, and its person exists.
 * @throws token_invalid, token_expired, token_revoked
 */
export async function authenticate(auth: Auth, token: string): Promise<Principal> {
  const claims = await auth.tokens.read(token);
  const session = await auth.sessions.find(claims.sid);
  if (session?.user_id !== claims.sub) throw problem('token_revoked');
  return {
    user_id: session.user_id,
    session_id: claims.sid,
    email: session.email,
    plan: session.plan,
    expires_at: new Date(claims.exp * 1000).toISOString(),
  };
}

/**
 * Who makes the request, which counts among what they may ask for.
 * @throws token_missing, rate_limited, and whatever `authenticate` does
 */
export async function bearer(auth: Auth, request: FastifyRequest): Promise<Principal> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw problem('token_missing');
  const principal = await authenticate(auth, token);
  const standing = await auth.limits.person(principal.user_id);
  if (standing) heed(request, standing);
  return principal;
}
