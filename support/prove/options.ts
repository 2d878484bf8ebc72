import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Sentence } from '../sentence';

export interface ProveOptions {
  readonly defects: readonly string[];
  readonly journeys: readonly string[];
  /** Only defects without a fresh proof. */
  readonly changed: boolean;
  /** How many defective platforms run side by side. */
  readonly atOnce: number;
  /** Only look whether patches still find their places. */
  readonly refresh: boolean;
  readonly help: boolean;
}

export const PROVE_HELP = `npm run prove -- [options]

  --defect ID      only this defect; may be given more than once
  --journey ID     only defects that must turn a scenario of this journey red; may be given more than once
  --changed        only defects whose proof is missing or no longer fresh
  --at-once N      how many defective platforms run side by side, 1 to 8 (default: half the cores, at least 1)
  --refresh        runs nothing: which patches no longer find their words or change nothing, and the nearest place for
                   each; exit code 1 if there is one
  --help           this text

For each defect in defects/ it starts a platform that has it, runs the scenarios that must go red and a few that must
not, and says: caught, missed, too broad, or stale. It leaves reports/output/proof.json, defects/proof.lock.json for
the next runs of the suite to read, and docs/badge.svg. Exit code 1 if a defect was not caught.
`;

const MOST_AT_ONCE = 8;

/** @throws Sentence naming the option that is wrong and what it takes. */
export function readProveOptions(argv: readonly string[]): ProveOptions {
  const { values } = parsed(argv);
  const atOnce = values['at-once'] ?? String(Math.max(1, Math.floor(availableParallelism() / 2)));
  if (!/^\d+$/.test(atOnce) || Number(atOnce) < 1 || Number(atOnce) > MOST_AT_ONCE)
    throw new Sentence(`--at-once takes a whole number from 1 to ${MOST_AT_ONCE}, not "${atOnce}".`);
  return {
    defects: values.defect ?? [],
    journeys: values.journey ?? [],
    changed: values.changed ?? false,
    atOnce: Number(atOnce),
    refresh: values.refresh ?? false,
    help: values.help ?? false,
  };
}

function parsed(argv: readonly string[]) {
  const options = {
    defect: { type: 'string', multiple: true },
    journey: { type: 'string', multiple: true },
    changed: { type: 'boolean' },
    'at-once': { type: 'string' },
    refresh: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false });
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Sentence(`${why}; the options are ${known.join(', ')}.`, { cause });
  }
}
