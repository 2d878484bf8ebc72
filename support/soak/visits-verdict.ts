import type { Claim } from './verdict';

/** What a process holds that somebody must let go of again. */
export interface Held {
  readonly connections: number;
  readonly timers: number;
  readonly listeners: number;
}

/** What a soak of visits came to; memory in bytes. */
export interface Visited {
  readonly people: number;
  /** What the backend held after each wave, its garbage collected. */
  readonly heaps: readonly number[];
  readonly before: Held;
  readonly after: Held;
  readonly breaches: readonly string[];
}

const KILOBYTE = 1_024;
/** That a visit may leave behind, as the slope over the second half of the waves tells: at first, code is compiled. */
const MOST_A_VISIT = 10 * KILOBYTE;
const COUNTED = ['connections', 'timers', 'listeners'] as const;

/** Each claim with the figures that it stands on. */
export function claimsOfVisits({ people, heaps, before, after, breaches }: Visited): Claim[] {
  const later = heaps.slice(Math.floor(heaps.length / 2));
  const slope = slopeOf(later) / people;
  const visits = people * heaps.length;
  const [first = ''] = breaches;
  return [
    {
      words: `of ${visits} visits each leaves ${kilo(slope)} behind, at most ${kilo(MOST_A_VISIT)}; the backend holds ${kilo(heaps.at(-1) ?? NaN)}`,
      holds: later.length > 2 && slope < MOST_A_VISIT,
    },
    ...COUNTED.map((what) => ({
      words: `${after[what]} ${what} are left, before there were ${before[what]}`,
      // Pools grow and shrink by a few.
      holds: visits > 0 && after[what] - before[what] < visits / 10,
    })),
    { words: `no event breaks the message contract${first && `: ${first}`}`, holds: breaches.length === 0 },
  ];
}

/** By how much each value is more than the one before it, by least squares. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const above = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const below = values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0);
  return above / below;
}

function kilo(bytes: number): string {
  return `${(bytes / KILOBYTE).toFixed(1)} KB`;
}
