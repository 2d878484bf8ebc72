import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Books, Checkout } from './books';
import { checkoutPage } from './checkout-page';
import { problem } from './merchant-api';
import type { Messenger } from './messenger';

/** Every card of sixteen digits pays, but this one. */
const DECLINED = '4000000000000002';
const CARD = /^\d{16}$/;

const form = z.object({ card: z.string().default(''), answer: z.enum(['pay', 'cancel']) });

interface OfCheckout {
  Params: { id: string };
}

/** What whoever pays sees: one page, from which the browser goes back to the merchant. */
export async function checkoutPages(
  server: FastifyInstance,
  books: Books,
  messenger: Messenger,
): Promise<void> {
  await server.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
    );

    scope.get<OfCheckout>('/pay/:id', (request, reply) =>
      show(reply, openCheckout(books, request.params.id)),
    );

    scope.post<OfCheckout>('/pay/:id', (request, reply) => {
      const checkout = openCheckout(books, request.params.id);
      const { card, answer } = form.parse(request.body);
      const { success_url, cancel_url, webhook_url } = checkout.order;
      if (answer === 'cancel') {
        checkout.state = 'cancelled';
        return reply.redirect(cancel_url, 303);
      }
      const fault = faultOf(card.replaceAll(' ', ''));
      if (fault !== undefined) return show(reply.status(402), checkout, fault);
      messenger.tell(books.pay(checkout), webhook_url);
      return reply.redirect(success_url, 303);
    });
  });
}

function openCheckout(books: Books, id: string): Checkout {
  const checkout = books.checkout(id);
  if (checkout?.state !== 'open') throw problem('unknown');
  return checkout;
}

function faultOf(card: string): string | undefined {
  if (!CARD.test(card)) return 'Write the sixteen digits of your card.';
  return card === DECLINED ? 'Your card was declined. Try another one.' : undefined;
}

function show(reply: FastifyReply, { order }: Checkout, fault?: string): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(checkoutPage({ plan: order.plan, email: order.email, ...(fault === undefined ? {} : { fault }) }));
}
