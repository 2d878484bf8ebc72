import { COMMON_PROBLEMS, problemsOf } from '@reference/kit/problem';
import type { FastifyInstance } from 'fastify';
import { order, type Books } from './books';
import type { Messenger } from './messenger';

export const problem = problemsOf({
  ...COMMON_PROBLEMS,
  key_missing: { status: 401, title: 'No key', detail: 'Send your secret key as a bearer token.' },
  unknown: { status: 404, title: 'Not there', detail: 'There is nothing of yours under this id.' },
});

/** What merchants call, with their secret key. */
export function merchantApi(
  server: FastifyInstance,
  books: Books,
  messenger: Messenger,
  address: () => string,
): void {
  server.post('/v1/checkouts', (request, reply) => {
    requireKey(request.headers.authorization);
    const { id } = books.open(order.parse(request.body));
    return reply.status(201).send({ id, url: `${address()}/pay/${id}` });
  });

  server.delete<{ Params: { id: string } }>('/v1/subscriptions/:id', (request) => {
    requireKey(request.headers.authorization);
    const subscription = books.subscription(request.params.id);
    if (!subscription) throw problem('unknown');
    if (subscription.state === 'running')
      messenger.tell(books.end(subscription), subscription.order.webhook_url);
    return { id: subscription.id, state: subscription.state };
  });
}

function requireKey(authorization: string | undefined): void {
  if (!/^Bearer +\S+$/.test(authorization ?? '')) throw problem('key_missing');
}
