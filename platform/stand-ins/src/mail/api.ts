import { COMMON_PROBLEMS, problemsOf } from '@reference/kit/problem';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Mail, Mailbox, MailSummary } from './mailbox';

const problem = problemsOf({
  ...COMMON_PROBLEMS,
  unsupported_search: {
    status: 400,
    title: 'Unsupported search',
    detail: 'Search with query=to:"ada@example.org"; this stand-in knows no other filter.',
  },
  mail_not_found: { status: 404, title: 'No such mail', detail: 'No mail has this ID, or it was deleted.' },
});

const search = z.object({ query: z.string() });
const page = search.extend({
  start: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(50),
});
const TO_FILTER = /^to:(?:"([^"\s]+)"|([^"\s]+))$/;

/** The part of Mailpit's HTTP API (v1) that reads and deletes mails by addressee. */
export function mailApi(server: FastifyInstance, mailbox: Mailbox): void {
  server.get('/api/v1/search', (request) => {
    const { query, start, limit } = page.parse(request.query);
    const found = mailbox.addressedTo(addresseeIn(query));
    const messages = found.slice(start, start + limit).map(summaryOf);
    return { messages, messages_count: found.length, start };
  });

  server.delete('/api/v1/search', (request, reply) => {
    const { query } = search.parse(request.query);
    mailbox.remove(mailbox.addressedTo(addresseeIn(query)));
    return reply.type('text/plain').send('ok');
  });

  server.get<{ Params: { id: string } }>('/api/v1/message/:id', (request) => {
    const mail = mailOf(mailbox, request.params.id);
    return { ...summaryOf(mail), Text: mail.Text, HTML: mail.HTML };
  });

  server.get<{ Params: { id: string } }>(
    '/api/v1/message/:id/headers',
    (request) => mailOf(mailbox, request.params.id).headers,
  );
}

function addresseeIn(query: string): string {
  const [, quoted, bare] = TO_FILTER.exec(query.trim()) ?? [];
  const address = quoted ?? bare;
  if (address === undefined) throw problem('unsupported_search');
  return address;
}

function mailOf(mailbox: Mailbox, id: string): Mail {
  const mail = mailbox.find(id);
  if (mail === undefined) throw problem('mail_not_found');
  return mail;
}

function summaryOf({ ID, Created, From, To, Subject }: Mail): MailSummary {
  return { ID, Created, From, To, Subject };
}
