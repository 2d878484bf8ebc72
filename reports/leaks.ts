import type { RunFile } from './run/run-file';
import type { Scenario } from './run/scenario';

/** What outlived its people or the run. null: nobody looked, which is not the same as none. */
export interface Leaks {
  rows: number | null;
  keys: number | null;
  sockets: number | null;
  processes: number | null;
  files: number | null;
}

/** Rows and keys are looked for after each scenario and once more at the end; the rest at the end. */
export function leaksOf(scenarios: readonly Scenario[], file: RunFile): Leaks {
  const looked = scenarios.flatMap(({ facts }) => (facts?.residue ? [facts.residue] : []));
  const found = (isKey: boolean): number | null =>
    looked.length === 0 ? null : looked.flat().filter(({ kind }) => (kind === 'key') === isKey).length;
  const atEnd = file.leaks ?? {};
  return {
    rows: added(found(false), atEnd.rows),
    keys: added(found(true), atEnd.keys),
    sockets: atEnd.sockets ?? null,
    processes: atEnd.processes ?? null,
    files: atEnd.files ?? null,
  };
}

function added(perScenario: number | null, atEnd: number | undefined): number | null {
  return perScenario === null && atEnd === undefined ? null : (perScenario ?? 0) + (atEnd ?? 0);
}
