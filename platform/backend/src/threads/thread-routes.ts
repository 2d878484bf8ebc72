import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isStorable } from '../contract/text';
import { problem, Refusal } from '../errors';
import type { BearerAuthentication } from '../identity/bearer';
import type { Database } from '../storage/database';
import { listMessages } from './message-store';
import type { ThreadService } from './thread-service';
import { listThreads } from './thread-store';

const title = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.trim() !== '' && isStorable(text), { error: 'expected words' });
const newThread = z.strictObject({ title: title.optional() });
const renaming = z.strictObject({ title });
const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
const history = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(100),
  before: z.uuid().optional(),
});
const threadPath = z.object({ id: z.uuid() });

export interface ThreadRoutes {
  db: Database;
  authentication: BearerAuthentication;
  threads: ThreadService;
}

export function threadRoutes(server: FastifyInstance, { db, authentication, threads }: ThreadRoutes): void {
  server.get('/api/threads', async (request) => {
    const person = await authentication.person(request);
    const { limit, offset } = page.parse(request.query);
    return { threads: await listThreads(db, person.userId, limit, offset) };
  });

  server.post('/api/threads', async (request, reply) => {
    const person = await authentication.person(request);
    const { title } = newThread.parse(request.body ?? {});
    reply.status(201);
    return threads.create(person.userId, title).catch(asProblem);
  });

  server.get('/api/threads/:id', async (request) => {
    const person = await authentication.person(request);
    return threads.find(person.userId, threadId(request)).catch(asProblem);
  });

  server.patch('/api/threads/:id', async (request) => {
    const person = await authentication.person(request);
    const { title } = renaming.parse(request.body);
    return threads.rename(person.userId, threadId(request), title).catch(asProblem);
  });

  server.delete('/api/threads/:id', async (request, reply) => {
    const person = await authentication.person(request);
    await threads.remove(person.userId, threadId(request)).catch(asProblem);
    return reply.status(204).send();
  });

  server.get('/api/threads/:id/messages', async (request) => {
    const person = await authentication.person(request);
    const { id } = await threads.find(person.userId, threadId(request)).catch(asProblem);
    const { limit, before } = history.parse(request.query);
    return { messages: await listMessages(db, person.userId, id, limit, before) };
  });
}

/** What is no id at all is a thread that does not exist, too. */
function threadId(request: FastifyRequest): string {
  const parsed = threadPath.safeParse(request.params);
  if (!parsed.success) throw problem('thread_not_found');
  return parsed.data.id.toLowerCase();
}

function asProblem(cause: unknown): never {
  if (cause instanceof Refusal && (cause.code === 'thread_not_found' || cause.code === 'profile_pending')) {
    throw problem(cause.code);
  }
  throw cause;
}
