import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { bearer } from '../tokens/authenticate';
import { login } from './login';
import { presentedToken, refresh } from './refresh';
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from './refresh-cookie';
import { logout, removeSession } from './revoke';
import { liveSessionsOf, type Session } from './sessions-table';

const signOut = z.object({ everywhere: z.boolean().default(false) }).nullish();
const sessionId = z.object({ id: z.guid() });

export function sessionRoutes(scope: FastifyInstance, auth: Auth): void {
  scope.post('/auth/login', async (request, reply) => {
    const grant = await login(auth, request.body, request.headers['user-agent']);
    setRefreshCookie(auth, reply, grant.refresh_token);
    return uncached(reply).send(grant);
  });

  scope.post('/auth/refresh', async (request, reply) => {
    const token = presentedToken(request.body, refreshCookieOf(request));
    const grant = await refresh(auth, token);
    setRefreshCookie(auth, reply, grant.refresh_token);
    return uncached(reply).send(grant);
  });

  scope.post('/auth/logout', async (request, reply) => {
    const principal = await bearer(auth, request);
    const everywhere = signOut.parse(request.body)?.everywhere ?? false;
    await logout(auth, principal, everywhere);
    clearRefreshCookie(auth, reply);
    return reply.status(204).send();
  });

  scope.get('/auth/sessions', async (request) => {
    const principal = await bearer(auth, request);
    const sessions = await liveSessionsOf(auth.db, principal.user_id);
    return { sessions: sessions.map((session) => listed(session, principal.session_id)) };
  });

  scope.delete('/auth/sessions/:id', async (request, reply) => {
    const principal = await bearer(auth, request);
    const named = sessionId.safeParse(request.params);
    if (!named.success) throw problem('session_not_found');
    await removeSession(auth, principal, named.data.id);
    if (named.data.id === principal.session_id) clearRefreshCookie(auth, reply);
    return reply.status(204).send();
  });
}

/** Answers that carry tokens are nobody's to keep (RFC 6749, 5.1). */
function uncached<R extends { header(name: string, value: string): R }>(reply: R): R {
  return reply.header('cache-control', 'no-store');
}

function listed({ id, device, created_at, last_used_at, expires_at }: Session, currentId: string) {
  return { id, device, created_at, last_used_at, expires_at, current: id === currentId };
}
