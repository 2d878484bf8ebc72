import { PATH_STAGES } from './run/facts';
import { durationOf, type Scenario } from './run/scenario';
import type { DemandStatus } from './demands';
import { LEAST_REAL } from './exchanges';
import { STATES } from './states';
import type { Summary } from './summary-schema';

/**
 * Demands on the suite itself that the figures of one run can answer. The others stay `missing`: tests, workflows and
 * guides answer them, and a run cannot see those.
 */
export interface Figures {
  summary: Omit<Summary, 'requirements'>;
  /** Those that were to run. */
  scenarios: readonly Scenario[];
  /** Every scenario there is was run to its verdict, and the run came to its end. */
  whole: boolean;
}

type Answer = 'passed' | 'failed' | 'unverified';

const SECOND = 1000;
/** Real restarts and cut networks are given more than the plan's five seconds. */
const SLOW_BY_NATURE = ['platform:disposable', 'network:cut'];

const ROWS: Record<string, (figures: Figures) => Answer> = {
  'U.S5': cleanedUp,
  'U.S8': (figures) => inWholeRun(figures, figures.summary.run.duration_ms < 60 * SECOND),
  'U.S10': (figures) => atLeastRealShare(figures, LEAST_REAL),
  'E.S2': (figures) =>
    inWholeRun(
      figures,
      figures.summary.run.duration_ms < 300 * SECOND &&
        each(figures, (scenario) => SECOND * budgetOf(scenario)),
    ),
  'I.S3': (figures) => inWholeRun(figures, isAnswered(figures)),
  'I.S6': ({ summary: { frames }, whole }) =>
    whole ? answer(frames.checked > 0 && frames.never_seen.length === 0) : 'unverified',
  'S.S1': ({ summary }) => answer(STATES.every((state) => Number.isFinite(summary.revenue[state]))),
  'S.S2': (figures) =>
    inWholeRun(
      figures,
      each(figures, () => 30 * SECOND),
    ),
  'S.S3': ({ summary }) => answer(summary.critical_path.length === PATH_STAGES.length),
  'S.S4': ({ summary }) => answer(Math.abs(1 - sumOfShares(summary)) < 0.001),
  'P.S3': (figures) =>
    inWholeRun(figures, figures.summary.totals.undefined + figures.summary.totals.ambiguous === 0),
};

export const ANSWERED_ROWS: readonly string[] = Object.keys(ROWS);

/** `unverified`: figures could answer, but not those of this run. */
export function statusOfSuiteRow(id: string, figures: Figures): DemandStatus {
  return ROWS[id]?.(figures) ?? 'missing';
}

/** A part can break a limit on the whole, but only the whole can keep it. */
function inWholeRun({ whole }: Figures, kept: boolean): Answer {
  if (!kept) return 'failed';
  return whole ? 'passed' : 'unverified';
}

function isAnswered({ summary, scenarios }: Figures): boolean {
  return summary.frames.sent > 0 && scenarios.every(({ facts }) => facts?.frames.unanswered === 0);
}

function cleanedUp({ scenarios, summary, whole }: Figures): Answer {
  const { rows, keys } = summary.leaks;
  if ((rows ?? 0) + (keys ?? 0) > 0) return 'failed';
  const everyOne = scenarios.every(({ facts }) => facts !== null && facts.residue !== null);
  return whole && everyOne ? 'passed' : 'unverified';
}

function atLeastRealShare({ summary, whole }: Figures, least: number): Answer {
  const { ratio } = summary.real_share;
  if (ratio === null || !whole) return 'unverified';
  return answer(ratio >= least);
}

function each({ scenarios }: Figures, limitOf: (scenario: Scenario) => number): boolean {
  return scenarios.every((scenario) => durationOf(scenario) < limitOf(scenario));
}

function budgetOf(scenario: Scenario): number {
  return scenario.tags.some((tag) => SLOW_BY_NATURE.includes(tag)) ? 10 : 5;
}

function sumOfShares(summary: Figures['summary']): number {
  return STATES.reduce((sum, state) => sum + summary.revenue.shares[state], 0);
}

const answer = (kept: boolean): Answer => (kept ? 'passed' : 'failed');
