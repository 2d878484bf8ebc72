import type { Logger } from '@reference/kit/logger';
import { traceId } from '@reference/kit/http-server';
import type { FastifyError, FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { ZodError } from 'zod';
import type { SpokenAnswer } from './answer';
import { Connection } from './connection';
import { conversationOf, disorderIn, promptLength } from './conversation';
import { deliverAsStream, deliverAtOnce, piecesOf, type Hold } from './delivery';
import type { Holds } from './holds';
import type { Journal, JournalEntry } from './journal';
import * as openai from './protocol';
import { answerByRule } from './rule-book';
import type { Scripts } from './scripts';

/** What the emulated model answers from, and writes to. */
export interface Desk {
  readonly scripts: Scripts;
  readonly holds: Holds;
  readonly journal: Journal;
  readonly logger: Logger;
}

/** A request that OpenAI would refuse; the message is for the caller. */
class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    sentence?: string,
  ) {
    super(sentence);
  }
}

/** OpenAI's side of the stand-in, under `/v1`. Its errors have OpenAI's form, not the platform's. */
export async function completionsApi(server: FastifyInstance, desk: Desk): Promise<void> {
  const underWay = new Set<Connection>();
  // A held stream would wait for ever: once the stand-in stops, nobody can release it.
  server.addHook('preClose', async () => {
    for (const connection of underWay) connection.cut();
  });

  await server.register(
    async (v1) => {
      v1.setErrorHandler((error: FastifyError, _request, reply) => {
        const { status, sentence } = refusalOf(error);
        if (status >= 500) desk.logger.error({ err: error }, 'a completion failed');
        return reply.status(status).send(openai.errorBody(status, sentence));
      });

      v1.addHook('onRequest', async (request) => {
        if (!/^Bearer \S/.test(request.headers.authorization ?? '')) throw new Refused(401);
      });

      v1.post('/chat/completions', async (request, reply) => {
        const asked = openai.chatRequest.parse(request.body);
        const disorder = disorderIn(asked.messages);
        if (disorder !== undefined) throw new Refused(400, disorder);
        const connection = Connection.takeOver(reply);
        underWay.add(connection);
        try {
          await answer(asked, connection, desk);
        } catch (cause) {
          // Nobody else answers a response that was taken over: the client must not wait for ever.
          desk.logger.error({ err: cause }, 'a completion failed');
          connection.cut();
        } finally {
          underWay.delete(connection);
        }
      });
    },
    { prefix: '/v1' },
  );
}

async function answer(asked: openai.ChatRequest, connection: Connection, desk: Desk): Promise<void> {
  const startedAt = performance.now();
  const { user } = asked;
  const conversation = conversationOf(asked);
  const scripted = user === undefined ? undefined : desk.scripts.answer(user, conversation);
  const chosen = scripted ?? answerByRule(conversation);
  const status = chosen.kind === 'refusal' ? chosen.status : 200;

  const entry: JournalEntry = {
    at: new Date().toISOString(),
    trace_id: traceId(),
    agent: conversation.agent ?? null,
    model: asked.model,
    stream: asked.stream === true,
    messages: asked.messages,
    tools: conversation.offers.map((offer) => offer.function.name),
    answered_by: scripted === undefined ? 'rule book' : 'script',
    status,
    pieces: 0,
    outcome: 'under way',
  };
  if (user !== undefined) desk.journal.append(user, entry);
  const hold: Hold = (gone) => desk.holds.hold(user ?? '', gone);

  if (chosen.kind === 'refusal') {
    const body = openai.errorBody(status);
    await deliverAtOnce({ status, body, pace: chosen, pieceCount: 0 }, connection, hold, entry);
  } else {
    await speak(chosen, asked, connection, hold, entry);
  }
  const { agent, answered_by, outcome, pieces } = entry;
  desk.logger.info(
    {
      user,
      agent,
      answered_by,
      status,
      outcome,
      pieces,
      messages: asked.messages.length,
      prompt_length: promptLength(asked.messages),
      duration_ms: Math.round(performance.now() - startedAt),
    },
    'completion',
  );
}

async function speak(
  chosen: SpokenAnswer,
  asked: openai.ChatRequest,
  connection: Connection,
  hold: Hold,
  entry: JournalEntry,
): Promise<void> {
  const envelope = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: asked.model,
  };
  const content = chosen.kind === 'text' ? chosen.content : null;
  const toolCalls = (chosen.kind === 'tool calls' ? chosen.toolCalls : []).map((call) => ({
    ...call,
    id: `call_${randomUUID()}`,
  }));
  const finish = toolCalls.length > 0 ? 'tool_calls' : 'stop';
  const answerLength = toolCalls.reduce((sum, call) => sum + call.arguments.length, content?.length ?? 0);
  const usage = openai.usageOf(promptLength(asked.messages), answerLength);
  const pieces = piecesOf(chosen, toolCalls);

  if (asked.stream === true) {
    const wanted = asked.stream_options?.include_usage === true ? usage : undefined;
    const delivery = { envelope, pace: chosen, pieces, finish, usage: wanted } as const;
    await deliverAsStream(delivery, connection, hold, entry);
  } else {
    const body = openai.completion(envelope, { content, toolCalls, finish, usage });
    const delivery = { status: 200, body, pace: chosen, pieceCount: pieces.length };
    await deliverAtOnce(delivery, connection, hold, entry);
  }
}

function refusalOf(error: FastifyError | Refused | ZodError): { status: number; sentence?: string } {
  if (error instanceof Refused)
    return { status: error.status, ...(error.message && { sentence: error.message }) };
  if (error instanceof ZodError) {
    const faults = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return { status: 400, sentence: `${faults.join('; ')}.` };
  }
  const status = error.statusCode ?? 500;
  return status < 500 ? { status, sentence: error.message } : { status: 500 };
}
