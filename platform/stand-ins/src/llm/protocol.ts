import { z } from 'zod';

/**
 * The part of OpenAI's chat completions that is spoken here
 * (https://platform.openai.com/docs/api-reference/chat): what a request must look like, and every body sent back.
 */

const textPart = z.looseObject({ type: z.string(), text: z.string().optional() });

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(textPart)]).nullish(),
  tool_calls: z
    .array(
      z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) }),
    )
    .optional(),
  tool_call_id: z.string().optional(),
});

const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string(),
    parameters: z
      .looseObject({
        properties: z.record(z.string(), z.unknown()).optional(),
        required: z.array(z.string()).optional(),
      })
      .optional(),
  }),
});

export const chatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  tools: z.array(tool).optional(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  user: z.string().min(1).optional(),
});

export type ChatRequest = z.output<typeof chatRequest>;
export type ChatMessage = ChatRequest['messages'][number];
export type ToolOffer = NonNullable<ChatRequest['tools']>[number];

export interface ToolCall {
  readonly name: string;
  /** JSON, unless a script wants nonsense here. */
  readonly arguments: string;
}

export interface IdentifiedToolCall extends ToolCall {
  readonly id: string;
}

/** What every body of one completion repeats. */
export interface Envelope {
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly model: string;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

export type FinishReason = 'stop' | 'tool_calls';

/** The answer to a request that did not ask for a stream. */
export function completion(
  envelope: Envelope,
  answer: {
    content: string | null;
    toolCalls: readonly IdentifiedToolCall[];
    finish: FinishReason;
    usage: Usage;
  },
): object {
  const toolCalls = answer.toolCalls.map(({ id, name, arguments: json }) => ({
    id,
    type: 'function',
    function: { name, arguments: json },
  }));
  const spoken = {
    role: 'assistant',
    content: answer.content,
    refusal: null,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
  return {
    ...envelope,
    object: 'chat.completion',
    choices: [{ index: 0, message: spoken, logprobs: null, finish_reason: answer.finish }],
    usage: answer.usage,
  };
}

/**
 * One chunk of a stream. `usage` is null on every chunk of a stream that asked for usage, and absent on others.
 */
export function chunk(
  envelope: Envelope,
  delta: object,
  { finish = null, withUsage }: { finish?: FinishReason | null; withUsage: boolean },
): object {
  return {
    ...envelope,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage ? { usage: null } : {}),
  };
}

/** The last chunk of a stream that asked for usage: no choices. */
export function usageChunk(envelope: Envelope, usage: Usage): object {
  return { ...envelope, object: 'chat.completion.chunk', choices: [], usage };
}

/** A deterministic stand-in for a tokenizer: four characters are a token. */
export function usageOf(promptLength: number, answerLength: number): Usage {
  const [prompt, answer] = [Math.ceil(promptLength / 4), Math.ceil(answerLength / 4)];
  return { prompt_tokens: prompt, completion_tokens: answer, total_tokens: prompt + answer };
}

const ERRORS: Readonly<Record<number, { type: string; code: string | null; message: string }>> = {
  400: { type: 'invalid_request_error', code: null, message: 'The request is not valid.' },
  401: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'No valid API key was provided.' },
  403: { type: 'invalid_request_error', code: null, message: 'The API key may not do this.' },
  404: { type: 'invalid_request_error', code: 'model_not_found', message: 'The model does not exist.' },
  429: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached for requests.' },
  503: { type: 'server_error', code: null, message: 'The engine is currently overloaded.' },
};
const CALLERS_FAULT = { type: 'invalid_request_error', code: null, message: 'The request is not valid.' };
const SERVERS_FAULT = { type: 'server_error', code: null, message: 'The server had an error.' };

/** OpenAI's error body for a status, with a sentence of its own where one is given. */
export function errorBody(status: number, sentence?: string): object {
  const { type, code, message } = ERRORS[status] ?? (status < 500 ? CALLERS_FAULT : SERVERS_FAULT);
  return { error: { message: sentence ?? message, type, param: null, code } };
}
