import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Holds } from './holds';
import type { Journal } from './journal';
import { script, type Scripts } from './scripts';

type OfUser = { Params: { user: string } };

const release = z.strictObject({ chunks: z.number().int().min(1).optional() });

/** The side of the stand-in that a suite speaks to: what the model is to say, and what it was asked. */
export function controlApi(
  server: FastifyInstance,
  { scripts, holds, journal }: { scripts: Scripts; holds: Holds; journal: Journal },
): void {
  server.put<OfUser>('/scripts/:user', (request, reply) => {
    scripts.set(request.params.user, script.parse(request.body));
    return reply.status(204).send();
  });

  // Held streams go on, so that taking a script away leaves nothing hanging.
  server.delete<OfUser>('/scripts/:user', (request, reply) => {
    scripts.delete(request.params.user);
    holds.release(request.params.user, { pieces: undefined });
    return reply.status(204).send();
  });

  server.post<OfUser>('/scripts/:user/release', (request) => {
    const { chunks } = release.parse(request.body ?? {});
    return { released: holds.release(request.params.user, { pieces: chunks }) };
  });

  server.get<OfUser>('/journal/:user', (request) => ({ requests: journal.requestsOf(request.params.user) }));
}
