import { parseArgs } from 'node:util';
import type { Layer } from '../../world/drivers';
import { crowdSizeOf, MOST_USERS } from '../crowd-size';
import { LAYERS, tagsOfLayer } from '../layers';
import { patienceOf } from '../patience';
import { oneOf, Sentence } from '../sentence';
import { knownTargets } from '../targets/target-file';

export interface RunOptions {
  readonly target: string;
  readonly workers: number;
  readonly seed: string;
  /** How many times as long as usual the suite waits for anything that the wire contract gives no budget for. */
  readonly patience: number;
  /** How many people come at once where a scenario is about many; each such scenario has a least number of its own. */
  readonly users: number;
  readonly help: boolean;
  readonly journeys: readonly string[];
  readonly capabilities: readonly string[];
  /** Everything after `--`, for cucumber-js. */
  readonly passedOn: readonly string[];
}

export const HELP = `npm run acceptance -- [options] [-- cucumber-js options]

  --target NAME    which platform to run against: ${knownTargets().join(', ')} (default local)
  --journey ID     only this journey's feature; may be given more than once
  --capability ID  only this folder of features/; may be given more than once
  --layer NAME     only scenarios through the pages (page) or without them, as an app would (api)
  --tags EXPR      only scenarios with these tags, for example "@req:E1.3 or @critical-path"
  --name TEXT      only scenarios whose title matches
  --workers N      how many scenarios run side by side, 1 to 16 (default 5)
  --seed N         the order of the scenarios; every run prints its own
  --patience N     wait N times as long for what the contract has no budget for, 0.1 to 10: 2 for a slow target
  --users N        how many people come at once where a scenario is about many, 1 to ${MOST_USERS} (default: as it says)
  --help           this text

Everything after a second -- reaches cucumber-js as it is, for example:
  npm run acceptance -- -- --fail-fast
`;

export const RETRY_REFUSED =
  '--retry is refused: it would show a scenario that fails now and then as passed; mend its cause instead.';

export function asksToRetry(argv: readonly string[]): boolean {
  return argv.some((word) => /^--retry\b/.test(word));
}

const MOST_WORKERS = 16;

/** @throws Sentence naming the option that is wrong and what it takes. */
export function readOptions(argv: readonly string[]): RunOptions {
  const split = argv.indexOf('--');
  const own = split === -1 ? argv : argv.slice(0, split);
  const { values } = parsed(own);
  const workers = values.workers ?? '5';
  if (!/^\d+$/.test(workers) || Number(workers) < 1 || Number(workers) > MOST_WORKERS) {
    throw new Sentence(`--workers takes a whole number from 1 to ${MOST_WORKERS}, not "${workers}".`);
  }
  const patience = patienceOf('--patience', values.patience ?? '1');
  const users = crowdSizeOf('--users', values.users ?? '1');
  const seed = values.seed ?? String(Math.floor(Math.random() * 1_000_000));
  if (!/^\d+$/.test(seed)) throw new Sentence(`--seed takes a whole number, not "${seed}".`);
  const ownWords = [...tagWords(values), ...(values.name ?? []).flatMap((name) => ['--name', name])];
  const passedOn = [...ownWords, ...(split === -1 ? [] : argv.slice(split + 1))];
  const path = passedOn.find((word) => /\.feature(:\d+)*$/.test(word) || word.startsWith('features/'));
  if (path !== undefined) {
    throw new Sentence(
      `"${path}" would be run besides everything else; select with --journey, --capability or --name.`,
    );
  }
  if (asksToRetry(passedOn)) throw new Sentence(RETRY_REFUSED);
  return {
    target: values.target ?? 'local',
    workers: Number(workers),
    seed,
    patience,
    users,
    help: values.help ?? false,
    journeys: values.journey ?? [],
    capabilities: values.capability ?? [],
    passedOn,
  };
}

/** Both --layer and --tags must hold. @throws Sentence for a layer that does not exist. */
function tagWords({ layer, tags }: { layer?: string; tags?: string }): string[] {
  if (layer === undefined) return tags === undefined ? [] : ['--tags', tags];
  if (!isLayer(layer)) throw new Sentence(`--layer takes ${oneOf(LAYERS)}, not "${layer}".`);
  return ['--tags', tags === undefined ? tagsOfLayer(layer) : `(${tags}) and ${tagsOfLayer(layer)}`];
}

function isLayer(name: string): name is Layer {
  return (LAYERS as readonly string[]).includes(name);
}

function parsed(argv: readonly string[]) {
  const options = {
    target: { type: 'string' },
    journey: { type: 'string', multiple: true },
    capability: { type: 'string', multiple: true },
    layer: { type: 'string' },
    tags: { type: 'string' },
    name: { type: 'string', multiple: true },
    workers: { type: 'string' },
    seed: { type: 'string' },
    patience: { type: 'string' },
    users: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false });
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Sentence(
      `${why}; the options are ${known.join(', ')}, and cucumber-js options follow a second --.`,
      { cause },
    );
  }
}
