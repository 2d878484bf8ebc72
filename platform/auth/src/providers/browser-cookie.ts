import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Auth } from '../auth';
import { hashOf, newSecret } from '../stores/secret';

const NAME = 'sign_in_browser';
const LIFE_S = 3_600;

/**
 * Which browser a sign-in belongs to, as a hash. Whoever gets somebody else to open an answer or a code of theirs would
 * have them logged in to an account that is not their own (RFC 9700, 4.7). One cookie for all attempts of a browser, so
 * that two tabs can sign in side by side.
 */
export function browserOf(request: FastifyRequest): Buffer | undefined {
  const cookie = request.cookies[NAME];
  return cookie === undefined || cookie === '' ? undefined : hashOf(cookie);
}

/** The same; a browser that has no cookie gets one. It comes back from other sites' links, and only to these calls. */
export function recognisedBrowser(auth: Auth, request: FastifyRequest, reply: FastifyReply): Buffer {
  const known = browserOf(request);
  if (known) return known;
  const { token, hash } = newSecret();
  const secure = auth.settings.PUBLIC_URL.startsWith('https:');
  reply.setCookie(NAME, token, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/auth/oauth',
    secure,
    maxAge: LIFE_S,
  });
  return hash;
}
