import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Auth } from '../auth';
import { setRefreshCookie } from '../sessions/refresh-cookie';
import { beginSignIn } from './begin';
import { browserOf, recognisedBrowser } from './browser-cookie';
import { exchangeCode } from './exchange';
import type { IdentityProvider } from './identity';
import { Providers } from './providers';
import { takeAnswer } from './take-answer';

const named = z.object({ provider: z.string() });

export function providerRoutes(scope: FastifyInstance, auth: Auth): void {
  const { PROVIDERS, PROVIDER_TIMEOUT } = auth.settings;
  const providers = new Providers(PROVIDERS, PROVIDER_TIMEOUT);
  const providerIn = ({ params }: FastifyRequest): IdentityProvider =>
    providers.named(named.parse(params).provider);

  /** How one may sign in besides a password: `[{id, name, start_url}]`. */
  scope.get('/auth/providers', () => ({ providers: providers.list() }));

  scope.get('/auth/oauth/:provider/start', async (request, reply) => {
    const browser = recognisedBrowser(auth, request, reply);
    const address = await beginSignIn(auth, providerIn(request), browser);
    return reply.header('cache-control', 'no-store').redirect(address, 302);
  });

  scope.get('/auth/oauth/:provider/callback', async (request, reply) => {
    const browser = recognisedBrowser(auth, request, reply);
    const query = new URL(request.url, auth.settings.PUBLIC_URL).searchParams;
    const address = await takeAnswer(auth, providerIn(request), query, browser);
    return reply.header('cache-control', 'no-store').redirect(address, 302);
  });

  scope.post('/auth/oauth/exchange', async (request, reply) => {
    const device = request.headers['user-agent'];
    const grant = await exchangeCode(auth, request.body, browserOf(request), device);
    setRefreshCookie(auth, reply, grant.refresh_token);
    return reply.header('cache-control', 'no-store').send(grant);
  });
}
