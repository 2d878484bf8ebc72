import type { FastifyInstance } from 'fastify';

/** How one may sign in besides a password: `[{id, name, start_url}]`, one per configured identity provider. */
export function providerRoutes(scope: FastifyInstance): void {
  scope.get('/auth/providers', () => ({ providers: [] }));
}
