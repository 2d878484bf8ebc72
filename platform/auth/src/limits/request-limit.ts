import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Auth } from '../auth';
import { problem } from '../errors';
import type { Standing } from './limits';

const POLICY = 'requests';

/** Limits every call of a scope by client address, and tells each caller how they stand. */
export function limitRequests(scope: FastifyInstance, auth: Auth): void {
  scope.addHook('onRequest', async (request, reply) => {
    const standing = await auth.limits.request(request.ip);
    if (!standing) return;
    tellStanding(reply, standing);
    if (!standing.allowed) throw problem('rate_limited', { retry_after: standing.reset_s });
  });
}

/** draft-ietf-httpapi-ratelimit-headers-10: structured fields, q(uota), w(indow), r(emaining), t(ime to reset). */
function tellStanding(reply: FastifyReply, { limit, window_s, remaining, reset_s }: Standing): void {
  reply.header('ratelimit-policy', `"${POLICY}";q=${limit};w=${window_s}`);
  reply.header('ratelimit', `"${POLICY}";r=${remaining};t=${reset_s}`);
}
