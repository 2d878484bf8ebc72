import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Books } from './books';
import { problem } from './merchant-api';
import type { Messenger, Oddity } from './messenger';

interface OfCustomer {
  Params: { customer: string };
}

const delivery = z.strictObject({
  /** Which of the customer's messages: the newest of that type. */
  type: z.enum(['subscription.started', 'subscription.ended']),
  signed_seconds_ago: z.number().int().optional(),
  secret: z.string().min(1).optional(),
  altered: z.strictObject({ customer: z.string(), plan: z.string() }).partial().optional(),
});

/** The side of the stand-in that a suite speaks to: who pays for what, and messages that come again, or are forged. */
export function controlApi(server: FastifyInstance, books: Books, messenger: Messenger): void {
  server.get<OfCustomer>('/customers/:customer', (request) => {
    const { subscriptions = [], events = [] } = books.find(request.params.customer) ?? {};
    return {
      subscriptions: subscriptions.map(({ id, state, order: { plan } }) => ({ id, state, plan })),
      events: events.map(({ event }) => event),
    };
  });

  server.post<OfCustomer>('/customers/:customer/deliveries', async (request) => {
    const { type, ...odd } = delivery.parse(request.body);
    const sent = books.find(request.params.customer)?.events.findLast(({ event }) => event.type === type);
    if (!sent) throw problem('unknown');
    return messenger.send(sent.event, sent.webhookUrl, oddityOf(odd));
  });
}

function oddityOf({ signed_seconds_ago, secret, altered }: Omit<z.output<typeof delivery>, 'type'>): Oddity {
  return {
    ...(signed_seconds_ago === undefined ? {} : { signedSecondsAgo: signed_seconds_ago }),
    ...(secret === undefined ? {} : { secret }),
    ...(altered === undefined ? {} : { altered: altered }),
  };
}
