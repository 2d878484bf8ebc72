import type { HistoryRun } from './history-file';
import type { Slower } from '../site-data';

/** Runs that make a baseline; fewer say nothing. */
const LEAST_RUNS = 5;
const RUNS_LOOKED_AT = 20;
/** Clearly slower takes both: half as much again, and more than anybody's noise. */
const TIMES_SLOWER = 1.5;
const LEAST_MORE_MS = 500;

/**
 * Whether this run of a scenario was clearly slower than it used to be: the median of its last passes on the same target.
 * @param before earlier runs, oldest first.
 */
export function slowerThanBefore(
  key: string,
  duration_ms: number,
  before: readonly HistoryRun[],
): Slower | null {
  const passes = before
    .flatMap(({ scenarios }) => (scenarios[key]?.[0] === 'passed' ? [scenarios[key][1]] : []))
    .slice(-RUNS_LOOKED_AT)
    .sort((a, b) => a - b);
  if (passes.length < LEAST_RUNS) return null;
  const baseline_ms = medianOf(passes);
  const isSlower = duration_ms > baseline_ms * TIMES_SLOWER && duration_ms - baseline_ms > LEAST_MORE_MS;
  return isSlower ? { baseline_ms, runs: passes.length } : null;
}

/** Whether it both passed and failed while the code was the same: such a scenario says nothing. */
export function isFlaky(key: string, runs: readonly HistoryRun[]): boolean {
  const byCommit = new Map<string, string[]>();
  for (const { commit, target, failure, scenarios } of runs) {
    const outcome = scenarios[key]?.[0];
    // What a broken run said of a scenario says nothing of the scenario.
    if (outcome === undefined || commit === null || failure !== null) continue;
    const place = `${commit} ${target ?? ''}`;
    byCommit.set(place, [...(byCommit.get(place) ?? []), outcome]);
  }
  // Back and forth: a single change may have been an edit that was not committed yet.
  return [...byCommit.values()].some((outcomes) => turns(outcomes) >= 2);
}

function turns(outcomes: readonly string[]): number {
  const decided = outcomes.filter((outcome) => outcome === 'passed' || outcome === 'failed');
  return decided.filter((outcome, index) => index > 0 && outcome !== decided[index - 1]).length;
}

function medianOf(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? 0;
}
