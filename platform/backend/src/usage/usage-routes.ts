import type { FastifyInstance } from 'fastify';
import { problem } from '../errors';
import type { BearerAuthentication } from '../identity/bearer';
import type { Database } from '../storage/database';
import type { Quota } from './quota';

export interface UsageRoutes {
  db: Database;
  authentication: BearerAuthentication;
  quota: Quota;
}

export function usageRoutes(server: FastifyInstance, { db, authentication, quota }: UsageRoutes): void {
  server.get('/api/usage', async (request) => {
    const person = await authentication.person(request);
    const usage = await quota.usage(db, person.userId);
    if (!usage) throw problem('profile_pending');
    return usage;
  });
}
