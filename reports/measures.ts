import { grouped } from './grouped';
import type { Facts } from './run/facts';

/** One service level: what was measured in a run, over all its scenarios. */
export interface Measure {
  name: string;
  unit: 'ms';
  samples: number;
  min: number;
  median: number;
  /** null below 20 samples: the 95th of fewer is a guess. */
  p95: number | null;
  max: number;
  /** The tightest that any scenario named; null: none did. */
  budget: number | null;
  /** Whether every sample kept the budget. */
  met: boolean | null;
}

export type Sample = Facts['measures'][number];

export const SAMPLES_FOR_P95 = 20;

export function measuresOf(samples: readonly Sample[]): Measure[] {
  const byName = grouped(samples, (sample) => sample.name);
  return [...byName].map(([name, group]) => {
    const sorted = group.map(({ ms }) => ms).sort((a, b) => a - b);
    const budgets = group.flatMap(({ budget_ms }) => budget_ms ?? []);
    const budget = budgets.length === 0 ? null : Math.min(...budgets);
    const max = round(sorted.at(-1) ?? 0);
    return {
      name,
      unit: 'ms',
      samples: sorted.length,
      min: round(sorted[0] ?? 0),
      median: round(medianOf(sorted)),
      p95: sorted.length < SAMPLES_FOR_P95 ? null : round(percentile(sorted, 0.95)),
      max,
      budget,
      met: budget === null ? null : max <= budget,
    };
  });
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Nearest rank: the smallest sample that this share of all samples does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

const round = (ms: number): number => Math.round(ms * 10) / 10;
