import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { UNHURRIED, type Answer, type Pace } from './answer';
import { AGENTS, type Conversation, type ToolResult } from './conversation';
import type { ToolCall } from './protocol';

const count = z.number().int().min(0);

const reply = z
  .strictObject({
    agent: z.enum(AGENTS),
    when: z.string().min(1).optional(),
    content: z.string().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          // A string goes out as it is, so that a script can make the model send arguments that are not JSON.
          arguments: z.union([z.record(z.string(), z.unknown()), z.string()]),
        }),
      )
      .min(1)
      .optional(),
    status: z.number().int().min(400).max(599).optional(),
    chunk_size: z.number().int().min(1).optional(),
    chunk_delay_ms: z.number().min(0).max(60_000).optional(),
    hold_after_chunks: count.optional(),
    cut_after_chunks: count.optional(),
  })
  .refine((it) => it.status !== undefined || it.content !== undefined || it.tool_calls !== undefined, {
    error: 'a reply needs content, tool_calls or status',
  })
  .refine((it) => it.status === undefined || (it.content === undefined && it.tool_calls === undefined), {
    error: 'a reply with status refuses, it has neither content nor tool_calls',
  });

export const script = z.strictObject({ replies: z.array(reply).max(500) });
export type Script = z.output<typeof script>;
export type ScriptedReply = Script['replies'][number];

const MOST_SCRIPTS = 10_000;

/** The scripts by user. Beyond 10,000 the one that was set longest ago goes. */
export class Scripts {
  readonly #byUser = new Map<string, Script>();

  set(user: string, wanted: Script): void {
    this.#byUser.delete(user);
    this.#byUser.set(user, wanted);
    const [oldest] = this.#byUser.keys();
    if (this.#byUser.size > MOST_SCRIPTS && oldest !== undefined) this.#byUser.delete(oldest);
  }

  delete(user: string): void {
    this.#byUser.delete(user);
  }

  /** What the user's script says to this conversation; undefined when it says nothing. */
  answer(user: string, conversation: Conversation): Answer | undefined {
    const fitting = this.#byUser.get(user)?.replies.find((it) => fits(it, conversation));
    return fitting && answerOf(fitting, conversation);
  }
}

/**
 * A reply with tool calls alone has nothing left to say once all of them were answered in this turn; then the
 * replies after it are looked at. So a script can let one tool depend on another.
 */
function fits(it: ScriptedReply, conversation: Conversation): boolean {
  if (it.agent !== conversation.agent) return false;
  if (it.when !== undefined && !conversation.question.includes(it.when)) return false;
  return it.content !== undefined || it.status !== undefined || wantsTools(it, conversation);
}

function answerOf(it: ScriptedReply, conversation: Conversation): Answer {
  const pace: Pace = {
    chunkSize: it.chunk_size ?? UNHURRIED.chunkSize,
    chunkDelayMs: it.chunk_delay_ms ?? UNHURRIED.chunkDelayMs,
    holdAfter: it.hold_after_chunks,
    cutAfter: it.cut_after_chunks,
  };
  if (it.status !== undefined) return { ...pace, kind: 'refusal', status: it.status };
  if (wantsTools(it, conversation))
    return { ...pace, kind: 'tool calls', toolCalls: toolCallsOf(it, conversation) };
  return { ...pace, kind: 'text', content: withResults(it.content ?? '', conversation.results) };
}

/** Whether a tool call of the reply has not been answered since the latest user message. */
function wantsTools(it: ScriptedReply, conversation: Conversation): boolean {
  const { resultsOfTurn } = conversation;
  return toolCallsOf(it, conversation).some((call) => !resultsOfTurn.some((done) => isSameCall(call, done)));
}

/** With what other tools returned before: a model asks the next tool for what it learned from the last one. */
function toolCallsOf(it: ScriptedReply, { resultsOfTurn }: Conversation): ToolCall[] {
  return (it.tool_calls ?? []).map(({ name, arguments: wanted }) => ({
    name,
    arguments: withResults(
      typeof wanted === 'string' ? wanted : JSON.stringify(wanted),
      resultsOfTurn,
      insideJson,
    ),
  }));
}

const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function isSameCall(one: ToolCall, other: ToolCall): boolean {
  return one.name === other.name && isDeepStrictEqual(parsed(one.arguments), parsed(other.arguments));
}

/** The value of a JSON text, whatever its spaces and order; a text that is not JSON stands for itself. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/**
 * Puts in what the tools returned: `{{tool:calculate}}` is that tool's latest result, `{{tool:calculate#1}}` its first.
 * A tool that returned nothing leaves its placeholder standing, so that a reader of the answer sees what is missing.
 */
function withResults(
  content: string,
  results: readonly ToolResult[],
  written: (result: string) => string = (result) => result,
): string {
  return content.replace(
    /\{\{tool:([^{}#]+)(?:#(\d+))?\}\}/g,
    (placeholder, name: string, place: string | undefined) => {
      const own = results.filter((it) => it.name === name.trim());
      const result = own.at(place === undefined ? -1 : Number(place) - 1)?.result;
      return result === undefined ? placeholder : written(result);
    },
  );
}
