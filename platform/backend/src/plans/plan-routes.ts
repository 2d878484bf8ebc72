import type { FastifyInstance } from 'fastify';
import { problem } from '../errors';
import { asProblem, type BearerAuthentication } from '../identity/bearer';
import { paymentMessage, type PaymentMessage, type Plans } from './plans';
import { isSigned, type SignatureOptions } from './signature';

export interface PlanRoutes {
  authentication: BearerAuthentication;
  plans: Plans;
  signature: SignatureOptions;
}

export async function planRoutes(
  server: FastifyInstance,
  { authentication, plans, signature }: PlanRoutes,
): Promise<void> {
  server.post('/api/plan/upgrade', async (request, reply) => {
    const person = await authentication.person(request);
    return reply.status(201).send({ checkout_url: await plans.openCheckout(person) });
  });

  server.post('/api/plan/downgrade', async (request, reply) => {
    const person = await authentication.person(request);
    if (!(await plans.leave(person.userId))) throw problem('already_on_plan');
    return reply.status(202).send({ plan: 'free' });
  });

  await server.register(async (scope) => {
    // What is signed is the text, and not what it says.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/api/plan/payments', async (request, reply) => {
      const text = typeof request.body === 'string' ? request.body : '';
      const header = request.headers['payment-signature'];
      if (!isSigned(header?.toString(), text, signature)) throw problem('payment_message_refused');
      const told = messageIn(text);
      if (told)
        await plans.take(told).catch((cause: unknown) => {
          throw asProblem(cause);
        });
      // Providers tell more than one asked for, and repeat for days what was not taken.
      else request.log.warn('the payment provider told something that means nothing here');
      return reply.status(204).send();
    });
  });
}

/** Undefined for what is signed and of no kind that is known here. */
function messageIn(text: string): PaymentMessage | undefined {
  try {
    return paymentMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
