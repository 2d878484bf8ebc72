import type { History } from '../../reports/documentation/history/history-file';
import type { Summary } from '../../reports/summary-schema';
import { money } from '../../reports/terminal/text';
import type { Rules } from './rules';

/** One rule of the gate, and how the run stands to it. */
export interface Check {
  readonly rule: string;
  readonly allowed: string;
  readonly found: string;
  readonly kept: boolean;
  /** What it is that breaks the rule: journeys, scenarios, a reason. */
  readonly which: readonly string[];
}

/** Whether what this run looked at may be deployed: only if every rule is kept. */
export function checksOf(summary: Summary, history: History, rules: Rules): readonly Check[] {
  return [
    runCameToItsEnd(summary),
    ...moneyChecks(summary, rules),
    realShare(summary, rules),
    flakes(summary, history, rules),
  ];
}

export const isYes = (checks: readonly Check[]): boolean => checks.every(({ kept }) => kept);

/** A run that failed as a whole, or in which nothing passed, says nothing that could be deployed upon. */
function runCameToItsEnd({ run, totals }: Summary): Check {
  const which = [
    ...(run.failure === undefined ? [] : [run.failure]),
    ...(totals.passed === 0 ? ['not one scenario passed'] : []),
  ];
  const kept = run.exit_code === 0 && which.length === 0;
  const found = `exit code ${run.exit_code}, ${totals.passed} of ${totals.scenarios} scenarios passed`;
  return { rule: 'the run itself', allowed: 'exit code 0', found, kept, which };
}

function moneyChecks({ revenue, journeys }: Summary, rules: Rules): Check[] {
  const states = ['at_risk', 'blocked', 'uncovered', 'unverified', 'unproven'] as const;
  return states.map((state) => {
    const which = journeys.filter(({ status }) => status === state).map(({ id }) => id);
    const [allowed, found] = [rules[state], revenue[state]];
    // A journey without a figure of its own is no less broken.
    const counts = allowed === 0 ? which.length === 0 && found === 0 : found <= allowed;
    return {
      ...{ rule: state.replace('_', ' '), which, kept: counts },
      allowed: allowed === 0 ? 'none' : `at most ${money(allowed)}`,
      found:
        which.length === 0
          ? 'none'
          : `${money(found)}, ${which.length} ${which.length === 1 ? 'journey' : 'journeys'}`,
    };
  });
}

function realShare({ real_share: { ratio, peers } }: Summary, { real_share: least }: Rules): Check {
  const share = ratio === null ? null : ratio * 100;
  const standIns = peers.filter(({ kind }) => kind === 'stand_in');
  return {
    ...{ rule: 'real exchanges', allowed: `at least ${least} %` },
    found: share === null ? 'nothing was observed' : `${share.toFixed(1)} %`,
    kept: share !== null && share >= least,
    which: standIns.map(({ peer, exchanges }) => `${exchanges} with ${peer}`),
  };
}

/** Scenarios that passed in one run and failed in another, of the same commit against the same target. */
function flakes({ run }: Summary, { runs, names }: History, { flakes: most }: Rules): Check {
  const same = runs.filter(
    ({ commit, target }) => commit !== null && commit === run.commit && target === run.target,
  );
  const outcomes = new Map<string, Set<string>>();
  for (const { scenarios, failure } of same) {
    if (failure !== null) continue; // A run that failed as a whole says nothing about a scenario of it.
    for (const [key, [outcome]] of Object.entries(scenarios))
      outcomes.set(key, (outcomes.get(key) ?? new Set()).add(outcome));
  }
  const both = [...outcomes].filter(([, seen]) => seen.has('passed') && seen.has('failed'));
  return {
    ...{ rule: 'flakes', allowed: most === 0 ? 'none' : `at most ${most}` },
    found: `${both.length} in ${same.length} ${same.length === 1 ? 'run' : 'runs'} of this commit`,
    kept: both.length <= most,
    which: both.map(([key]) => names[key]?.name ?? key),
  };
}
