import type { Outcome, StepLine } from './site-data';

/** What a scenario's page is given; the other half of `site-data.ts`. */

/** A scenario's page: what happened. */
export interface ScenarioPage {
  id: string;
  started_at: string | null;
  steps: RanStep[];
  hooks: RanStep[];
  logs: LogLine[];
  logs_left_out: number;
  sequence: Sequence;
  cause: Cause | null;
  assertions: number | null;
  history: { started_at: string; outcome: Outcome; duration_ms: number }[];
}

export interface RanStep extends StepLine {
  status: string;
  duration_ms: number;
  message: string | null;
  exchanges: Exchange[];
  pictures: string[];
  /** Text that a step attached. */
  notes: { title: string; text: string }[];
  /** Evidence that was too long to be kept here. */
  left_out: number;
}

export interface Exchange {
  /** Milliseconds after the scenario's start. */
  at: number;
  actor: string;
  peer: string;
  kind: string;
  real: boolean;
  what: string;
  sent: string | null;
  received: string | null;
  duration_ms: number | null;
}

export interface LogLine {
  at: number;
  level: string;
  service: string;
  msg: string;
}

/** Why it is no pass: the sentence first, then what was wanted and seen, then where. */
export interface Cause {
  sentence: string;
  details: string[];
  step: string | null;
  stack: string | null;
}

export interface Lane {
  id: string;
  kind: 'person' | 'browser' | 'suite' | 'service' | 'database' | 'agents' | 'external';
  name: string;
}

export interface Arrow {
  at: number;
  from: string;
  to: string;
  label: string;
  kind: 'http' | 'websocket' | 'sql' | 'redis' | 'smtp' | 'event' | 'act';
  /** How often the same followed itself. */
  times: number;
  failed: boolean;
  /** Seen by the suite itself, or told by the services' logs. */
  seen_by: 'suite' | 'logs';
  /** Index of the step it belongs to; null: none. */
  step: number | null;
}

export interface Sequence {
  lanes: Lane[];
  arrows: Arrow[];
  left_out: number;
}
