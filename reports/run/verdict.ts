import type { RunFile } from './run-file';
import type { RunCourse } from './journal';
import type { Scenario, StepOutcome } from './scenario';

/**
 * What a scenario's run is worth. Everything that is not `passed` or `unverified` is red, `skipped` included:
 * it was to run and did not come to a verdict, without a declared reason.
 */
export type Outcome =
  | 'passed'
  | 'failed'
  | 'undefined'
  | 'ambiguous'
  | 'pending'
  | 'skipped'
  | 'unverified'
  /** Filtered out of this run; in no total. */
  | 'not_selected';

export interface Verdict {
  outcome: Outcome;
  /**
   * Where a scenario went wrong: in its own When or Then; only in its Givens or hooks; or nowhere, because the run
   * failed around it. null: it did not go wrong.
   */
  place: 'own' | 'setup' | 'run' | null;
  /** Why it is not a pass, in one sentence; null for a pass. */
  reason: string | null;
  /** The step that broke first. */
  step: StepOutcome | null;
}

const WORST_FIRST = ['FAILED', 'AMBIGUOUS', 'UNDEFINED', 'PENDING', 'SKIPPED'] as const;

export interface RunFailure {
  /** `cut short` by a person: that says nothing of the platform, so scenarios that never ran are not blocked by it. */
  kind: 'platform' | 'suite' | 'cut short';
  /** One sentence. */
  reason: string;
}

/** Why the run as a whole is no good; null if it is. */
export function failureOf(course: RunCourse, file: RunFile): RunFailure | null {
  if (file.failure) return { kind: 'platform', reason: file.failure };
  const cutShort = { kind: 'cut short', reason: 'The run was cut short before it finished.' } as const;
  return course.failures[0] ?? (course.success === null ? cutShort : null);
}

export function verdictsOf(
  scenarios: readonly Scenario[],
  failure: RunFailure | null,
  file: RunFile,
): Map<Scenario, Verdict> {
  // Cucumber makes all test cases at once. None at all, in a run that failed, means that it never came so far.
  const neverCameSoFar = failure !== null && !scenarios.some((scenario) => scenario.selected);
  return new Map(
    scenarios.map((scenario) => {
      if (!scenario.started) return [scenario, notStarted(scenario, neverCameSoFar, failure)];
      return [scenario, verdictOf(scenario, file.lacking)];
    }),
  );
}

function notStarted(scenario: Scenario, neverCameSoFar: boolean, failure: RunFailure | null): Verdict {
  if (!scenario.selected && !neverCameSoFar)
    return { outcome: 'not_selected', place: null, reason: 'It was filtered out of this run.', step: null };
  const reason = failure?.reason ?? 'It was never started.';
  return {
    outcome: 'skipped',
    place: failure && failure.kind !== 'cut short' ? 'run' : null,
    reason,
    step: null,
  };
}

function verdictOf(scenario: Scenario, lacking: RunFile['lacking']): Verdict {
  const status = WORST_FIRST.find((worst) => scenario.outcomes.some((outcome) => outcome.status === worst));
  switch (status) {
    case 'FAILED':
      return red(
        scenario,
        'failed',
        'FAILED',
        (step) => firstLine(step.message) ?? 'It failed without a word.',
      );
    case 'AMBIGUOUS':
      return red(
        scenario,
        'ambiguous',
        'AMBIGUOUS',
        (step) => `Several step definitions match "${step.text}".`,
      );
    case 'UNDEFINED':
      return red(
        scenario,
        'undefined',
        'UNDEFINED',
        (step) => `No step definition says what "${step.text}" means.`,
      );
    case 'PENDING':
      return red(scenario, 'pending', 'PENDING', (step) => `"${step.text}" is not written yet.`);
    case 'SKIPPED':
      return skipped(scenario, lacking);
    default:
      return passed(scenario);
  }
}

/** A hook that fails after an undefined step makes it failed, but the scenario still broke where it broke first. */
function red(
  scenario: Scenario,
  outcome: Outcome,
  status: string,
  tell: (step: StepOutcome) => string,
): Verdict {
  const broken = scenario.outcomes.filter(isBroken);
  const step = broken.find((other) => other.status === status) ?? null;
  const own = broken.some(({ kind }) => kind === 'when' || kind === 'then' || kind === 'step');
  return { outcome, place: own ? 'own' : 'setup', reason: step && tell(step), step };
}

function isBroken({ status }: StepOutcome): boolean {
  return status !== 'PASSED' && status !== 'SKIPPED';
}

function skipped(scenario: Scenario, lacking: RunFile['lacking']): Verdict {
  const missing = scenario.needs.find((capability) => capability in lacking);
  const reason =
    scenario.unverified?.reason ?? (missing && `The target lacks ${missing}: ${lacking[missing] ?? ''}`);
  if (reason) return { outcome: 'unverified', place: null, reason, step: null };
  return { outcome: 'skipped', place: null, reason: 'It was skipped without a declared reason.', step: null };
}

/** Cucumber calls more a pass than is one: what asserted nothing, what is empty, what passed at the second attempt. */
function passed(scenario: Scenario): Verdict {
  const no = (outcome: Outcome, reason: string): Verdict => ({ outcome, place: 'own', reason, step: null });
  if (scenario.size === 0) return no('undefined', 'It has no steps.');
  if (!scenario.finished)
    return {
      outcome: 'skipped',
      place: null,
      reason: 'The run was cut short in the middle of it.',
      step: null,
    };
  if (scenario.outcomes.length === 0) return no('undefined', 'Nothing of it was run.');
  if (scenario.attempt > 0)
    return no('failed', `It passed only at attempt ${scenario.attempt + 1}: it is flaky.`);
  if (scenario.complaints[0]) return no('failed', `The suite is at fault: ${scenario.complaints[0]}.`);
  if (scenario.unverified)
    return { outcome: 'unverified', place: null, reason: scenario.unverified.reason, step: null };
  if (scenario.facts?.assertions === 0) return no('failed', 'Its steps asserted nothing.');
  return { outcome: 'passed', place: null, reason: null, step: null };
}

/** Whether this outcome, of a scenario that was to run, lets the run be green. */
export function isGreen(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'unverified';
}

function firstLine(message: string | null): string | null {
  return message?.trim().split('\n')[0]?.trim() || null;
}
