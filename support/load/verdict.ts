import type { Claim } from '../soak/verdict';
import type { Totals } from './artillery';

export interface Loaded {
  /** How many were to come from this machine. */
  readonly people: number;
  readonly totals: Totals;
  /** What was wrong with what somebody read, a sentence each. */
  readonly findings: readonly string[];
  /** Who could not go on, and why. */
  readonly failures: readonly string[];
  /** Out of order, doubled, missing or malformed events. */
  readonly breaches: readonly string[];
}

/** Each claim with the figures that it stands on. */
export function claimsOfLoad({ people, totals, findings, failures, breaches }: Loaded): Claim[] {
  const { counters } = totals;
  const count = (name: string) => counters[name] ?? 0;
  const told = (list: readonly string[]) => (list.length === 0 ? '' : `: ${list.slice(0, 3).join('; ')}`);
  const [asked, answered] = [count('questions asked'), count('questions answered')];
  return [
    {
      words: `${people} people came, and ${count('vusers.completed')} chatted to the end${told(failures)}`,
      holds: people > 0 && count('vusers.completed') === people && failures.length === 0,
    },
    {
      words: `of ${asked} questions all are answered: ${answered}; people were told ${count('times told to come again')} times to come again`,
      holds: asked > 0 && answered === asked,
    },
    {
      words: `everybody read the own answers, whole, once and in order, and nobody else's${told(findings)}`,
      holds: asked > 0 && findings.length === 0,
    },
    { words: `no event is out of order, doubled or missing${told(breaches)}`, holds: breaches.length === 0 },
  ];
}

/** `  whole answer   4,812 times   median 81 ms   p95 340 ms   p99 512 ms   slowest 1,204 ms` */
export function figuresOf({ summaries }: Totals): string[] {
  const names = Object.keys(summaries).filter((name) => !name.startsWith('vusers.'));
  const wide = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => {
    const { count = 0, median = NaN, p95 = NaN, p99 = NaN, max = NaN } = summaries[name] ?? {};
    const ms = (value: number) => `${Math.round(value)} ms`.padStart(9);
    return `  ${name.padEnd(wide)}  ${String(count).padStart(6)} times   median ${ms(median)}   p95 ${ms(p95)}   p99 ${ms(p99)}   slowest ${ms(max)}`;
  });
}
