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
  /** What the promise is about: every sample, or 95 of 100. */
  promised_to: 'all' | 'p95';
  /** Whether every sample kept the budget; of one that is promised to 95 of 100, whether as many did. */
  met: boolean | null;
}

export type Sample = Facts['measures'][number];

export const SAMPLES_FOR_P95 = 20;

/** A run has thousands of events, and one of them may meet a moment in which the machine does something else. */
const PROMISED_TO_95_OF_100: readonly string[] = ['event_delivery'];

export function measuresOf(samples: readonly Sample[]): Measure[] {
  const byName = grouped(samples, (sample) => sample.name);
  return [...byName].map(([name, group]) => {
    const sorted = group.map(({ ms }) => ms).sort((a, b) => a - b);
    const budgets = group.flatMap(({ budget_ms }) => budget_ms ?? []);
    const budget = budgets.length === 0 ? null : Math.min(...budgets);
    const max = round(sorted.at(-1) ?? 0);
    const p95 = sorted.length < SAMPLES_FOR_P95 ? null : round(percentile(sorted, 0.95));
    const promised_to = PROMISED_TO_95_OF_100.includes(name) ? 'p95' : 'all';
    // Of fewer samples than a percentile takes, all must keep it.
    const counts = promised_to === 'p95' ? (p95 ?? max) : max;
    return {
      name,
      unit: 'ms',
      samples: sorted.length,
      min: round(sorted[0] ?? 0),
      median: round(medianOf(sorted)),
      p95,
      max,
      budget,
      promised_to,
      met: budget === null ? null : counts <= budget,
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
