import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../files/output-directory';
import { STATES } from '../../states';

/**
 * The last runs, in one small file that CI carries from run to run. A scenario is named by the end of its id (see
 * `scenario-id.ts`), and its words stand in the file once.
 */

export const MOST_RUNS = 50;

const amount = z.number().nonnegative();
const byState = z.record(z.enum(STATES), amount);

const run = z.object({
  id: z.string(),
  started_at: z.iso.datetime({ offset: true }),
  target: z.string().nullable(),
  commit: z.string().nullable(),
  duration_ms: amount,
  exit_code: z.number().int().nonnegative(),
  /** Every scenario that there was ran to its verdict. */
  whole: z.boolean(),
  failure: z.string().nullable(),
  by_state: byState,
  /** Those of which at least one scenario was to run. */
  journeys: z.record(z.string(), z.object({ state: z.enum(STATES), ms: amount, mrr: amount.nullable() })),
  /** Scenario -> what it came to, and how long it took, in milliseconds. */
  scenarios: z.record(z.string(), z.tuple([z.string(), amount])),
});

const file = z.object({
  schema: z.literal(1),
  /** Scenario -> its journey and its name. */
  names: z.record(z.string(), z.object({ id: z.string(), journey: z.string(), name: z.string() })),
  runs: z.array(run),
});

export type HistoryRun = z.infer<typeof run>;
export type History = z.infer<typeof file>;

export function emptyHistory(): History {
  return { schema: 1, names: {}, runs: [] };
}

/** @returns what is known, and one sentence where the file is there and is no history. */
export function readHistory(path: string): { history: History; complaint: string | null } {
  if (!existsSync(path)) return { history: emptyHistory(), complaint: null };
  const complaint = `${path} is not a history that can be read, so the history begins anew.`;
  try {
    const read = file.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success
      ? { history: read.data, complaint: null }
      : {
          history: emptyHistory(),
          complaint: `${complaint} (${z.prettifyError(read.error).split('\n')[0] ?? ''})`,
        };
  } catch {
    return { history: emptyHistory(), complaint };
  }
}

/** The same run told twice (its documentation made anew) stands there once. Names that no run has any more go. */
export function withRun(history: History, added: HistoryRun, names: History['names']): History {
  const runs = [...history.runs.filter(({ id }) => id !== added.id), added]
    .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at))
    .slice(-MOST_RUNS);
  const used = new Set(runs.flatMap(({ scenarios }) => Object.keys(scenarios)));
  const all = { ...history.names, ...names };
  return {
    schema: 1,
    names: Object.fromEntries(Object.entries(all).filter(([key]) => used.has(key))),
    runs,
  };
}

/** A run a line, so that what changed can be read in a comparison of two versions. */
export function writeHistory(path: string, { names, runs }: History): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = runs.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
  writeWhole(path, `{"schema":1,\n"names":${JSON.stringify(names)},\n"runs":[\n${lines}\n]}\n`);
}

/** The part of a scenario's id by which the history knows it. */
export function keyOf(id: string): string {
  return /[0-9a-f]{8}(-\d+)?$/.exec(id)?.[0] ?? id;
}
