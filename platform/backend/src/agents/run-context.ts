import type { Logger } from '@reference/kit/logger';
import type { AgentName, HistoryEntry, ServerPayloads, ServerType } from '../contract/events';
import type { Database } from '../storage/database';
import type { Message } from './completions';
import type { Llm } from './llm';
import type { RunState } from './run-state';
import type { Run } from './run-store';

/** What an agent works with: one run of one person in one thread. */
export interface RunContext {
  readonly run: Run;
  readonly threadTitle: string;
  readonly earlierMessages: number;
  /** The latest of them, oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly question: string;
  readonly db: Database;
  readonly llm: Llm;
  readonly freePlanMessages: number;
  readonly logger: Logger;
  /** Aborted when the run was stopped, deleted, taken over, or this instance stops. */
  readonly signal: AbortSignal;
  /** Puts an event about this run into the person's stream; @throws when the run was left. */
  emit<T extends ServerType>(type: T, payload: ServerPayloads[T]): Promise<void>;
  /** The same for what comes once a run, however often the run is taken up. */
  emitOnce<T extends ServerType>(type: T, payload: ServerPayloads[T]): Promise<void>;
}

/** Does one step and says what the run knows after it. */
export type Agent = (context: RunContext, state: RunState) => Promise<RunState>;

/** Says that an agent begins, and with what. */
export function startOf(agent: AgentName, context: RunContext): ServerPayloads['agent_started'] {
  return { agent, context: { thread_title: context.threadTitle, earlier_messages: context.earlierMessages } };
}

/**
 * A request's messages: the agent's role, the thread so far, the person's message word for word, and, where tools
 * ran, their calls and results.
 */
export function conversation(role: string, { history, question }: RunContext, state?: RunState): Message[] {
  const told = history.map(({ role: who, content }): Message => ({ role: who, content }));
  return [
    { role: 'system', content: role },
    ...told,
    { role: 'user', content: question },
    ...toolMessages(state),
  ];
}

function toolMessages(state: RunState | undefined): Message[] {
  return (state?.rounds ?? []).flatMap(({ calls, results }): Message[] => [
    {
      role: 'assistant',
      content: null,
      tool_calls: calls.map(({ id, name, arguments: text }) => ({
        id,
        type: 'function',
        function: { name, arguments: text },
      })),
    },
    ...results.map(({ callId, result }): Message => ({
      role: 'tool',
      tool_call_id: callId,
      content: result,
    })),
  ]);
}
