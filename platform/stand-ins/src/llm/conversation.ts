import type { ChatMessage, ChatRequest, ToolCall, ToolOffer } from './protocol';

export const AGENTS = ['triage', 'data', 'report'] as const;
export type Agent = (typeof AGENTS)[number];

/** A tool call that was answered, as the request's messages tell it. */
export interface ToolResult extends ToolCall {
  readonly result: string;
}

/** What a request says, as far as an answer depends on it. */
export interface Conversation {
  /** Who asks; undefined when the system message does not say. */
  readonly agent: Agent | undefined;
  /** The latest user message. */
  readonly question: string;
  /** Every tool result in the request, in order. */
  readonly results: readonly ToolResult[];
  /** Those of them that came after the latest user message. */
  readonly resultsOfTurn: readonly ToolResult[];
  readonly offers: readonly ToolOffer[];
}

const ROLE_LINE = /^\s*You are the (triage|data|report) agent\b/;

export function conversationOf(request: ChatRequest): Conversation {
  const { messages } = request;
  const latest = messages.findLastIndex(({ role }) => role === 'user');
  const question = messages[latest];
  return {
    agent: agentOf(messages),
    question: question === undefined ? '' : textOf(question),
    results: resultsIn(messages, 0),
    resultsOfTurn: resultsIn(messages, latest + 1),
    offers: request.tools ?? [],
  };
}

/** A message's text; parts that are not text count for nothing. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}

/** Characters in all messages, for counting what a prompt costs. */
export function promptLength(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + textOf(message).length, 0);
}

/**
 * What OpenAI refuses about the order of messages, as a sentence: a tool message that answers no call of an
 * earlier assistant message, or a call that stays unanswered.
 */
export function disorderIn(messages: readonly ChatMessage[]): string | undefined {
  const open = new Set<string>();
  for (const { role, tool_calls, tool_call_id } of messages) {
    if (role === 'tool') {
      if (tool_call_id === undefined || !open.delete(tool_call_id))
        return "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
    } else if (open.size > 0) break;
    for (const { id } of tool_calls ?? []) open.add(id);
  }
  const [unanswered] = open;
  if (unanswered === undefined) return undefined;
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each call: ${unanswered} has none.`;
}

function agentOf(messages: readonly ChatMessage[]): Agent | undefined {
  for (const message of messages) {
    if (message.role !== 'system' && message.role !== 'developer') continue;
    const name = ROLE_LINE.exec(textOf(message))?.[1];
    const agent = AGENTS.find((known) => known === name);
    if (agent !== undefined) return agent;
  }
  return undefined;
}

function resultsIn(messages: readonly ChatMessage[], from: number): ToolResult[] {
  const calls = new Map<string, ToolCall>();
  const results: ToolResult[] = [];
  for (const message of messages.slice(from)) {
    for (const call of message.tool_calls ?? []) calls.set(call.id, call.function);
    const call = message.role === 'tool' ? calls.get(message.tool_call_id ?? '') : undefined;
    if (call !== undefined)
      results.push({ name: call.name, arguments: call.arguments, result: textOf(message) });
  }
  return results;
}
