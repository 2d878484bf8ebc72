import type { FastifyInstance } from 'fastify';
import type { AuthService } from '../identity/auth-service';
import { asProblem, type BearerAuthentication } from '../identity/bearer';
import type { Plans } from '../plans/plans';
import type { Departure } from './departure';

export interface AccountRoutes {
  authentication: BearerAuthentication;
  auth: AuthService;
  departure: Departure;
  plans: Plans;
}

export function accountRoutes(
  server: FastifyInstance,
  { authentication, auth, departure, plans }: AccountRoutes,
): void {
  /** Nobody who leaves goes on paying. Then auth: it has the last word on whether this person may, and its event completes what breaks off here. */
  server.delete('/api/account', async (request, reply) => {
    const person = await authentication.person(request);
    await plans.leave(person.userId);
    await auth.deleteAccount(person.token).catch((cause: unknown) => {
      throw asProblem(cause);
    });
    await departure.of(person.userId);
    return reply.status(204).send();
  });
}
