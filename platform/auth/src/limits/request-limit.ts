import { heed } from '@reference/kit/allowance';
import type { FastifyInstance } from 'fastify';
import type { Auth } from '../auth';

/** Limits every call of a scope by client address, and tells each caller how they stand. */
export function limitRequests(scope: FastifyInstance, auth: Auth): void {
  scope.addHook('onRequest', async (request) => {
    const standing = await auth.limits.request(request.ip);
    if (standing) heed(request, standing);
  });
}
