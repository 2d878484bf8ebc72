import type { FastifyInstance } from 'fastify';
import { person, type People } from './people';

interface OfPerson {
  Params: { email: string };
}

/** The side of the stand-in that a suite speaks to: who has an account at the providers, and what goes wrong for them. */
export function controlApi(server: FastifyInstance, people: People): void {
  server.put<OfPerson>('/people/:email', (request, reply) => {
    people.set(request.params.email, person.parse(request.body));
    return reply.status(204).send();
  });

  server.delete<OfPerson>('/people/:email', (request, reply) => {
    people.delete(request.params.email);
    return reply.status(204).send();
  });
}
