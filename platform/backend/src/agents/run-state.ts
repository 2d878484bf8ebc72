import type { AgentName } from '../contract/events';

/** What a run still has to do first; `announce` is telling an answer that is stored already. */
export type Step = 'triage' | 'data' | 'report' | 'announce';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it. */
  readonly arguments: string;
}

/** A round of the data agent: what it asked for, and what the tools gave, in the order of the calls. */
export interface ToolRound {
  readonly calls: readonly ToolCall[];
  readonly results: readonly { readonly callId: string; readonly result: string }[];
}

/** Everything a run knows, saved after each step: another instance goes on from here. Times in milliseconds. */
export interface RunState {
  readonly step: Step;
  readonly startedAt: number;
  readonly steps: number;
  readonly agents: readonly AgentName[];
  readonly rounds: readonly ToolRound[];
  readonly tokens: number;
  readonly answer?: { readonly messageId: string; readonly content: string; readonly durationMs: number };
}

export function freshState(now = Date.now()): RunState {
  return { step: 'triage', startedAt: now, steps: 3, agents: [], rounds: [], tokens: 0 };
}

/** The tools that ran, each once, in the order of their first use. */
export function toolsUsed(state: RunState): string[] {
  return [...new Set(state.rounds.flatMap(({ calls }) => calls.map(({ name }) => name)))];
}
