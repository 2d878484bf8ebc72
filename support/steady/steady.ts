import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../command';
import { runSuite, type RunSeen } from '../reruns/suite-run';
import { Sentence } from '../sentence';
import { alwaysRed, differencesBetween, type Difference } from './comparison';

const PROJECT = resolve(__dirname, '..', '..');
const OUTPUT = join(PROJECT, 'reports', 'output', 'steady');
const MOST_RUNS = 500;
const MOST_WORKERS = 16;
/** Far beyond the suite's budget: a run that takes this long hangs. */
const RUN_DEADLINE_MS = 300_000;

const HELP = `npm run steady -- [options] [-- acceptance options]

  --runs N      how often the suite runs (default 20)
  --workers N   the most workers; runs take 1, 2, ... N in turn (default 3)
  --help        this text

Each run has an order of its own. A scenario that does not come out the same in every run is reported with the runs in
which it differed; their results stay in reports/output/steady/. Exit code 1 if one differed, or if one was red.
What follows a second -- selects as it does for npm run acceptance, for example: -- --journey new-user-first-chat
`;

interface Wish {
  readonly runs: number;
  readonly workers: number;
  readonly passedOn: readonly string[];
}

async function main(argv: readonly string[]): Promise<number> {
  const wish = wishIn(argv);
  if (!wish) {
    process.stdout.write(HELP);
    return 0;
  }
  rmSync(OUTPUT, { recursive: true, force: true });
  const runs: RunSeen[] = [];
  for (let number = 1; number <= wish.runs; number += 1) {
    const workers = ((number - 1) % wish.workers) + 1;
    const seed = String(Math.floor(Math.random() * 1_000_000));
    const run = await runSuite({
      args: ['--workers', String(workers), '--seed', seed, ...wish.passedOn],
      directory: join(OUTPUT, `run-${String(number).padStart(3, '0')}`),
      within: RUN_DEADLINE_MS,
    });
    runs.push(run);
    process.stdout.write(`${lineOf(run, number, wish.runs, workers, seed)}\n`);
    if (run.scenarios.length === 0) throw new Error(`Run ${number} came to no scenario:\n${run.said}`);
  }
  return verdictOn(runs);
}

function wishIn(argv: readonly string[]): Wish | undefined {
  const split = argv.indexOf('--');
  const own = split === -1 ? argv : argv.slice(0, split);
  const options = {
    runs: { type: 'string', default: '20' },
    workers: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...own], options, allowPositionals: false }));
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    throw new Sentence(`${why}; the options are --runs and --workers.`, { cause });
  }
  if (values.help) return undefined;
  return {
    runs: numberOf('--runs', values.runs, MOST_RUNS),
    workers: numberOf('--workers', values.workers, MOST_WORKERS),
    passedOn: split === -1 ? [] : argv.slice(split + 1),
  };
}

function numberOf(option: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most)
    throw new Sentence(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
  return Number(text);
}

function lineOf(run: RunSeen, number: number, of: number, workers: number, seed: string): string {
  const counts = new Map<string, number>();
  for (const { outcome } of run.scenarios) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'no scenario';
  const seconds = (run.durationMs / 1_000).toFixed(1);
  return `run ${String(number).padStart(3)} of ${of}  ${seconds.padStart(6)} s  workers ${workers}  seed ${seed.padEnd(6)}  ${told}`;
}

/** Says what differed, and keeps the results of the runs that show it. */
function verdictOn(runs: readonly RunSeen[]): number {
  const differences = differencesBetween(runs);
  const red = alwaysRed(runs);
  const told = new Set(differences.flatMap(shownRuns));
  runs.forEach(({ directory }, at) => {
    if (!told.has(at + 1) && !(at === 0 && red.length > 0))
      rmSync(directory, { recursive: true, force: true });
  });
  for (const difference of differences) process.stdout.write(`\n${report(difference, runs)}\n`);
  for (const { place, name } of red) process.stdout.write(`\nRed every time: ${name}\n  ${place}\n`);
  const failedOtherwise = runs.filter(({ exitCode }) => exitCode !== 0).length;
  process.stdout.write(
    `\n${runs.length} runs, ${runs[0]?.scenarios.length ?? 0} scenarios each: ` +
      `${differences.length} differed, ${red.length} red every time, ${failedOtherwise} runs ended with an error.\n`,
  );
  return differences.length + red.length + failedOtherwise === 0 ? 0 : 1;
}

/** The first run of each outcome. */
function shownRuns({ sightings }: Difference): number[] {
  const outcomes = [...new Set(sightings.map(({ outcome }) => outcome))];
  return outcomes.flatMap((outcome) => sightings.find((sighting) => sighting.outcome === outcome)?.run ?? []);
}

function report(difference: Difference, runs: readonly RunSeen[]): string {
  const lines = shownRuns(difference).map((number) => {
    const { outcome, message } = difference.sightings[number - 1] ?? { outcome: 'missing', message: null };
    const count = difference.sightings.filter((one) => one.outcome === outcome).length;
    const directory = relative(PROJECT, runs[number - 1]?.directory ?? '');
    const why = message ? `\n${message.replace(/^/gm, '      ')}` : '';
    return `  ${outcome} in ${count} of ${runs.length}, first in run ${number}: ${directory}${why}`;
  });
  return [`Not steady: ${difference.name}`, `  ${difference.place}`, ...lines].join('\n');
}

runCommand(main);
