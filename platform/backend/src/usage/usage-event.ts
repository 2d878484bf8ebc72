import type { RunIdentity } from '../agents/run-store';
import type { AgentName } from '../contract/events';

export type UsageEventName =
  'message_accepted' | 'message_retried' | 'agent_step' | 'run_completed' | 'run_failed' | 'run_stopped';

/** One thing that happened in a run, as analytics counts it. */
export interface UsageEvent {
  readonly event: UsageEventName;
  readonly user_id: string;
  readonly thread_id: string;
  readonly run_id: string;
  /** Who worked, in an `agent_step`; otherwise ''. */
  readonly agent: AgentName | '';
  /** Of the step in an `agent_step`, of the whole run in `run_completed`: add up one or the other. */
  readonly tokens: number;
  /** How long the step took, or the run from its first step to its answer, in milliseconds; 0 where nothing is timed. */
  readonly latency_ms: number;
  readonly trace_id: string;
}

/** A row of `usage_events` in ClickHouse. */
export interface UsageRow extends UsageEvent {
  readonly event_id: string;
  /** UTC, `2026-11-21 04:10:52.123`. */
  readonly event_time: string;
}

/** What happened in a run; `worked` says who did how much where that is counted. */
export function usageOf(
  event: UsageEventName,
  { id: run_id, user_id, thread_id, trace_id }: RunIdentity,
  worked: Partial<Pick<UsageEvent, 'agent' | 'tokens' | 'latency_ms'>> = {},
): UsageEvent {
  return { event, user_id, thread_id, run_id, trace_id, agent: '', tokens: 0, latency_ms: 0, ...worked };
}
