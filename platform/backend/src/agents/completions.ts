import { traceparent } from '@reference/kit/trace';
import type OpenAI from 'openai' with { 'resolution-mode': 'import' };
import { storable } from '../contract/text';
import { AssistantFailure, failureOf } from './assistant-failure';
import type { ToolCall } from './run-state';

export type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;
export type Tool = OpenAI.Chat.Completions.ChatCompletionFunctionTool;

export interface CompletionsOptions {
  url: string;
  apiKey: string;
  model: string;
  /** For a whole answer. */
  timeoutMs: number;
}

export interface Question {
  /** The person's id: providers watch abuse by it. */
  readonly user: string;
  readonly messages: Message[];
  readonly tools?: Tool[];
  /** Given, the answer is streamed, and each part is awaited before the next is read. */
  readonly onPart?: (text: string) => Promise<void>;
}

export interface Reply {
  readonly content: string;
  readonly toolCalls: ToolCall[];
  /** As the model counts; 0 where it does not say. */
  readonly tokens: number;
}

/** One call to an OpenAI-compatible address, without retries. */
export class Completions {
  private client: Promise<OpenAI> | undefined;

  constructor(private readonly options: CompletionsOptions) {}

  /** The package is loaded beside the start, not in it: it is the largest of all. */
  connect(): Promise<OpenAI> {
    this.client ??= import('openai').then(
      ({ OpenAI }) => new OpenAI({ baseURL: this.options.url, apiKey: this.options.apiKey, maxRetries: 0 }),
    );
    return this.client;
  }

  /** @throws AssistantFailure for what is the model's fault; what `onPart` throws passes through. */
  async ask(question: Question, signal: AbortSignal): Promise<Reply> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    const within = AbortSignal.any([signal, deadline]);
    try {
      const { onPart } = question;
      return await (onPart ? this.streamed(question, onPart, within) : this.whole(question, within));
    } catch (cause) {
      if (!deadline.aborted || signal.aborted) throw cause;
      throw new AssistantFailure('assistant_too_slow', `no whole answer in ${this.options.timeoutMs} ms`, {
        cause,
      });
    }
  }

  private request({ user, messages, tools }: Question) {
    return { model: this.options.model, user, messages, ...(tools ? { tools } : {}) };
  }

  private async whole(question: Question, signal: AbortSignal): Promise<Reply> {
    const client = await this.connect();
    const completion = await client.chat.completions
      .create(this.request(question), { signal, headers: { traceparent: traceparent() } })
      .catch((cause: unknown) => {
        throw failureOf(cause);
      });
    const message = completion.choices[0]?.message;
    if (!message) throw new AssistantFailure('assistant_failed', 'the answer has no message');
    const calls = (message.tool_calls ?? []).filter((call) => call.type === 'function');
    return {
      content: storable(message.content ?? ''),
      toolCalls: calls.map(({ id, function: { name, arguments: text } }) => ({
        id,
        name,
        arguments: storable(text),
      })),
      tokens: completion.usage?.total_tokens ?? 0,
    };
  }

  private async streamed(
    question: Question,
    onPart: (text: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Reply> {
    const client = await this.connect();
    const options = { signal, headers: { traceparent: traceparent() } };
    const request = {
      ...this.request(question),
      stream: true,
      stream_options: { include_usage: true },
    } as const;
    const opened = client.chat.completions.create(request, options);
    let content = '';
    let tokens = 0;
    let finished = false;
    for await (const chunk of modelsFault(opened)) {
      tokens = chunk.usage?.total_tokens ?? tokens;
      const choice = chunk.choices[0];
      finished ||= choice?.finish_reason != null;
      const part = storable(choice?.delta.content ?? '');
      if (part === '') continue;
      content += part;
      await onPart(part);
    }
    signal.throwIfAborted();
    if (!finished) throw new AssistantFailure('assistant_unavailable', 'the answer broke off');
    return { content, toolCalls: [], tokens };
  }
}

/** Reads a stream; what goes wrong with reading, and only that, is the model's fault. */
async function* modelsFault<T>(opened: PromiseLike<AsyncIterable<T>>): AsyncGenerator<T> {
  try {
    const stream = (await opened)[Symbol.asyncIterator]();
    for (let next = await stream.next(); !next.done; next = await stream.next()) yield next.value;
  } catch (cause) {
    throw failureOf(cause);
  }
}
