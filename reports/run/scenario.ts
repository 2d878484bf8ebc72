import type { TestStepResultStatus } from '@cucumber/messages';
import type { Facts, Unverified } from './facts';

/** Where in a scenario something happened. `step`: a keyword that says nothing of its kind (`*`). */
export type StepKind = 'before' | 'given' | 'when' | 'then' | 'step' | 'after';

export interface StepOutcome {
  kind: StepKind;
  /** The step's words; for a hook its name. */
  text: string;
  line: number | null;
  status: `${TestStepResultStatus}`;
  /** What the assertion said, without the stack trace. */
  message: string | null;
  stack: string | null;
}

/** One pickle: a scenario, or one row of an outline's examples. */
export interface Scenario {
  id: string;
  uri: string;
  /** Of the scenario, or of the example row. */
  line: number;
  name: string;
  feature: string;
  /** Without the `@`. */
  tags: string[];
  /** From `@journey:`, else the name of the feature file. */
  journey: string;
  /** From `@req:`. */
  requirements: string[];
  /** From `@needs:`. */
  needs: string[];
  /** Number of Gherkin steps. */
  size: number;
  /** Whether Cucumber made a test case of it. */
  selected: boolean;
  started: boolean;
  finished: boolean;
  /** Cucumber's ids of it; null if it was never started. */
  lastAttempt: { testCaseId: string; testCaseStartedId: string } | null;
  /** 0 is the first. */
  attempt: number;
  /** Of the last attempt, in order. */
  outcomes: StepOutcome[];
  /** Milliseconds, the wait for a leased platform included. */
  elapsed: number;
  facts: Facts | null;
  unverified: Unverified | null;
  /** What the suite attached in a form nobody can read. */
  complaints: string[];
}

/** Milliseconds it took by itself. */
export function durationOf(scenario: Scenario): number {
  return Math.max(0, scenario.elapsed - (scenario.facts?.lease_ms ?? 0));
}

export const placeOf = (scenario: Scenario): string => `${scenario.uri}:${scenario.line}`;
