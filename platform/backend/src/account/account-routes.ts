import type { FastifyInstance } from 'fastify';
import type { AuthService } from '../identity/auth-service';
import { asProblem, type BearerAuthentication } from '../identity/bearer';
import type { Departure } from './departure';

export interface AccountRoutes {
  authentication: BearerAuthentication;
  auth: AuthService;
  departure: Departure;
}

export function accountRoutes(
  server: FastifyInstance,
  { authentication, auth, departure }: AccountRoutes,
): void {
  /** Auth first: it has the last word on whether this person may, and its event completes what breaks off here. */
  server.delete('/api/account', async (request, reply) => {
    const person = await authentication.person(request);
    await auth.deleteAccount(person.token).catch((cause: unknown) => {
      throw asProblem(cause);
    });
    await departure.of(person.userId);
    return reply.status(204).send();
  });
}
