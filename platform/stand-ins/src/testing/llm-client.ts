import OpenAI from 'openai';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { JournalEntry } from '../llm/journal';
import { startLlm } from '../llm/stand-in';
import { silent, temporaryFolder } from './in-test';

export type Message = OpenAI.ChatCompletionMessageParam;
export type Chunk = OpenAI.ChatCompletionChunk;
type Tool = OpenAI.ChatCompletionFunctionTool;

/** A request as the platform's backend makes it. */
export interface Asked {
  user?: string;
  agent?: 'triage' | 'data' | 'report';
  messages: Message[];
  tools?: Tool[];
}

export function says(content: string): Message {
  return { role: 'user', content };
}

/** A tool that was called, and its answer, as two messages. */
export function toolRun(id: string, name: string, args: string, result: string): Message[] {
  return [
    { role: 'assistant', tool_calls: [{ id, type: 'function', function: { name, arguments: args } }] },
    { role: 'tool', tool_call_id: id, content: result },
  ];
}

export function tool(name: string, ...parameters: string[]): Tool {
  const properties = Object.fromEntries(parameters.map((it) => [it, { type: 'string' }]));
  return {
    type: 'function',
    function: { name, parameters: { type: 'object', properties, required: parameters } },
  };
}

/** A running stand-in with OpenAI's own client before it; both gone when the test ends. */
export async function startWithClient(t: TestContext) {
  const SERVICE_DISCOVERY_DIR = await temporaryFolder(t);
  const llm = await startLlm({ PORT: 0, INSTANCE: '1', LOG_LEVEL: 'info', SERVICE_DISCOVERY_DIR }, silent);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= llm.stop());
  t.after(stop);
  const { url, api_url: baseURL } = llm.registration;
  const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });

  const bodyOf = ({ user, agent = 'report', messages, tools }: Asked) => ({
    model: 'test-model',
    messages: [
      { role: 'system', content: `You are the ${agent} agent. Be brief.` },
      ...messages,
    ] as Message[],
    ...(user === undefined ? {} : { user }),
    ...(tools === undefined ? {} : { tools }),
  });
  const call = (method: string, path: string, body?: object) =>
    fetch(url + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  return {
    url,
    call,
    stop,
    script: async (user: string, ...replies: object[]) => {
      const { status } = await call('PUT', `/scripts/${encodeURIComponent(user)}`, { replies });
      assert.equal(status, 204);
    },
    release: async (user: string, body?: { chunks: number }) =>
      ((await (await call('POST', `/scripts/${user}/release`, body)).json()) as { released: number })
        .released,
    journal: async (user: string) =>
      ((await (await call('GET', `/journal/${user}`)).json()) as { requests: JournalEntry[] }).requests,
    ask: (asked: Asked, options?: OpenAI.RequestOptions) =>
      client.chat.completions.create(bodyOf(asked), options),
    /** The whole answer's text. */
    answer: async (asked: Asked) => {
      const { choices } = await client.chat.completions.create(bodyOf(asked));
      return choices[0]?.message.content;
    },
    stream: (asked: Asked, more: { stream_options?: { include_usage: boolean } } = {}) =>
      client.chat.completions.create({ ...bodyOf(asked), ...more, stream: true }),
  };
}

export type Llm = Awaited<ReturnType<typeof startWithClient>>;

export function textOf(chunk: Chunk): string {
  return chunk.choices[0]?.delta.content ?? '';
}

/** Every chunk until the end; and what ended the stream, where that was not its proper end. */
export async function readAll(stream: AsyncIterable<Chunk>): Promise<{ chunks: Chunk[]; broken?: unknown }> {
  const chunks: Chunk[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks };
  } catch (broken) {
    return { chunks, broken };
  }
}

/** Texts of the chunks that carry any, in order. */
export function pieces(chunks: readonly Chunk[]): string[] {
  return chunks.map(textOf).filter((text) => text !== '');
}

/** Reads chunks until one carries text. */
export async function nextPiece(iterator: AsyncIterator<Chunk>): Promise<string> {
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) throw new Error('the stream has ended');
    if (textOf(next.value) !== '') return textOf(next.value);
  }
}
