import type { RunSeen, ScenarioSeen } from '../reruns/suite-run';

/** How one scenario came out in one run. */
export interface Sighting {
  /** Counted from 1. */
  readonly run: number;
  readonly outcome: ScenarioSeen['outcome'] | 'missing';
  readonly message: string | null;
}

/** A scenario that did not come out the same every time. */
export interface Difference {
  readonly place: string;
  readonly name: string;
  readonly sightings: readonly Sighting[];
}

/** The scenarios whose outcome is not the same in all runs, in the order of their places; a run without it counts. */
export function differencesBetween(runs: readonly RunSeen[]): Difference[] {
  const names = new Map(runs.flatMap(({ scenarios }) => scenarios.map(({ place, name }) => [place, name])));
  return [...names]
    .map(([place, name]) => ({
      place,
      name,
      sightings: runs.map((run, at) => sightingOf(run, place, at + 1)),
    }))
    .filter(({ sightings }) => new Set(sightings.map(({ outcome }) => outcome)).size > 1)
    .sort((a, b) => a.place.localeCompare(b.place));
}

/** The scenarios that are red in every run: a failure, and a steady one. */
export function alwaysRed(runs: readonly RunSeen[]): ScenarioSeen[] {
  const [first, ...others] = runs;
  const isRed = ({ outcome }: ScenarioSeen) => outcome !== 'passed' && outcome !== 'unverified';
  return (first?.scenarios ?? []).filter(
    (one) =>
      isRed(one) && others.every(({ scenarios }) => scenarios.some((s) => s.place === one.place && isRed(s))),
  );
}

function sightingOf({ scenarios }: RunSeen, place: string, run: number): Sighting {
  const found = scenarios.find((scenario) => scenario.place === place);
  return { run, outcome: found?.outcome ?? 'missing', message: found?.message ?? null };
}
