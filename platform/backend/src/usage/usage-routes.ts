import type { FastifyInstance } from 'fastify';
import { problem } from '../errors';
import type { BearerAuthentication } from '../identity/bearer';
import type { Database } from '../storage/database';
import { findUsage } from './usage-store';

export interface UsageRoutes {
  db: Database;
  authentication: BearerAuthentication;
  freePlanMessages: number;
}

export function usageRoutes(
  server: FastifyInstance,
  { db, authentication, freePlanMessages }: UsageRoutes,
): void {
  server.get('/api/usage', async (request) => {
    const person = await authentication.person(request);
    const usage = await findUsage(db, person.userId, freePlanMessages);
    if (!usage) throw problem('profile_pending');
    return usage;
  });
}
