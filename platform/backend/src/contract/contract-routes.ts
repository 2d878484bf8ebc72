import type { FastifyInstance } from 'fastify';
import schemas from './events.schema.json';

/** The schema of every frame, for whoever checks or generates code from it; needs no login. */
export function contractRoutes(server: FastifyInstance): void {
  server.get('/api/contract/events.json', (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(schemas),
  );
}
