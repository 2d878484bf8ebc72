import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../command';
import { loadCatalogue } from '../../requirements/catalogue';
import { readProof } from '../../reports/proof';
import { oneOf, Sentence } from '../sentence';
import { staleBadge, writeBadge } from './badge';
import { faultsOf } from './defect-checks';
import { kindOf, readDefects, type Defect } from './defect';
import { recordProofs } from './lock';
import { misfitsOf } from './refreshing';
import { PROVE_HELP, readProveOptions, type ProveOptions } from './options';
import { prove, type Proving } from './proving';
import { toldScenarios } from './told-scenarios';

const PROJECT = resolve(__dirname, '..', '..');
const PROOF = join(PROJECT, 'reports', 'output', 'proof.json');

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--lint')) return lint();
  const options = readProveOptions(argv);
  if (options.help) {
    process.stdout.write(PROVE_HELP);
    return 0;
  }
  const known = readDefects();
  const defects = selected(known, options);
  if (options.refresh) return refresh(defects);
  const scenarios = toldScenarios();
  const catalogue = loadCatalogue();
  process.stdout.write(`${defects.length} defects, ${options.atOnce} at once\n`);
  const provings = await inParallel(defects, options.atOnce, async (defect) => {
    const proving = await prove(defect, scenarios, catalogue);
    process.stdout.write(`${lineOf(proving)}\n`);
    // At once: who ends the rest early keeps what was proved.
    recordProofs([proving], known);
    return proving;
  });
  writeBadge(idsOf(known));
  leave(provings);
  const caught = provings.filter(({ verdict }) => verdict === 'caught').length;
  process.stdout.write(`\n${caught} of ${provings.length} defects caught.\n`);
  return caught === provings.length ? 0 : 1;
}

/** `npm run prove -- --refresh` */
async function refresh(defects: readonly Defect[]): Promise<number> {
  const misfits = await misfitsOf(defects);
  for (const misfit of misfits) process.stdout.write(`${misfit}\n`);
  const verdict = misfits.length === 0 ? 'all fit the sources' : `${misfits.length} to mend`;
  process.stdout.write(`${defects.length} defects: ${verdict}\n`);
  return misfits.length > 0 ? 1 : 0;
}

/** `npm run lint:defects` */
async function lint(): Promise<number> {
  const defects = readDefects();
  const scenarios = toldScenarios();
  const faults = [
    ...faultsOf(defects, scenarios, loadCatalogue()),
    ...(await misfitsOf(defects)),
    ...staleBadge(idsOf(defects)),
  ];
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  const verdict = faults.length === 0 ? 'nothing to mend' : `${faults.length} to mend`;
  process.stdout.write(`${defects.length} defects: ${verdict}\n`);
  return faults.length > 0 || defects.length === 0 ? 1 : 0;
}

function selected(all: readonly Defect[], { defects, journeys, changed }: ProveOptions): Defect[] {
  const known = idsOf(all);
  for (const id of defects)
    if (!known.includes(id)) throw new Sentence(`"${id}" is no defect; use ${oneOf(known)}.`);
  const proof = readProof();
  return all
    .filter(({ id }) => defects.length === 0 || defects.includes(id))
    .filter(({ must_go_red }) => {
      return (
        journeys.length === 0 || must_go_red.some((name) => journeys.includes(name.split(' / ')[0] ?? ''))
      );
    })
    .filter(({ id, requirements }) => {
      return !changed || !requirements.every((requirement) => proof.defectsOf(requirement).includes(id));
    });
}

const idsOf = (defects: readonly Defect[]): string[] => defects.map(({ id }) => id);

/** Works on several at once, in order; the answers are in the order of the questions. */
async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.map((item, at) => ({ item, at }));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next.at] = await work(next.item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

function lineOf({ defect, verdict, because, durationMs }: Proving): string {
  const seconds = `${(durationMs / 1_000).toFixed(1)} s`;
  return `${verdict.toUpperCase().padEnd(9)} ${defect.id.padEnd(40)} ${seconds.padStart(7)}  ${because}`;
}

/** `reports/output/proof.json`: what this run of the proof came to. */
function leave(provings: readonly Proving[]): void {
  const defects = provings.map(
    ({ defect, verdict, because, wentRed, stayedGreen, clearMessage, durationMs }) => ({
      id: defect.id,
      kind: kindOf(defect),
      story: defect.story.trim(),
      requirements: defect.requirements,
      must_go_red: defect.must_go_red,
      went_red: wentRed,
      stayed_green: stayedGreen,
      verdict,
      caught: verdict === 'caught',
      clear_message: clearMessage,
      said: because,
      duration_ms: durationMs,
    }),
  );
  const total = {
    defects: defects.length,
    caught: defects.filter(({ caught }) => caught).length,
    duration_ms: defects.reduce((sum, { duration_ms }) => sum + duration_ms, 0),
  };
  mkdirSync(join(PROOF, '..'), { recursive: true });
  writeFileSync(PROOF, `${JSON.stringify({ schema: 1, defects, total }, null, 2)}\n`);
}

runCommand(main);
