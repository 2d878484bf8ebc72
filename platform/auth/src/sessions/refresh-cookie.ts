import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Auth } from '../auth';

const NAME = 'refresh_token';

/** For browsers: out of reach of scripts, sent to auth alone, and never along with another site's requests. */
function attributes(auth: Auth) {
  const secure = auth.settings.PUBLIC_URL.startsWith('https:');
  return { httpOnly: true, sameSite: 'strict', path: '/auth', secure } as const;
}

export function setRefreshCookie(auth: Auth, reply: FastifyReply, token: string): void {
  const maxAge = Math.ceil(auth.settings.REFRESH_TOKEN_TTL);
  reply.setCookie(NAME, token, { ...attributes(auth), maxAge });
}

export function clearRefreshCookie(auth: Auth, reply: FastifyReply): void {
  reply.clearCookie(NAME, attributes(auth));
}

export function refreshCookieOf(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}
