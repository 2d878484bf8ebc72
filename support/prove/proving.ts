import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Catalogue } from '../../requirements/catalogue';
import { downstreamOf } from '../../requirements/dependency-order';
import { runSuite } from '../reruns/suite-run';
import type { Defect } from './defect';
import { judge, mayBreak, nameOf, type Judgement, type Verdict } from './judgement';
import { Stale } from './patching';
import type { ToldScenario } from './told-scenarios';
import { variantOf } from './variant';

const PROJECT = resolve(__dirname, '..', '..');
const WORK = join(PROJECT, 'reports', 'output', 'prove');
/** Scenarios that must stay green beside those that must go red. */
const CONTROLS = 3;
/** A platform that must not come up is not waited for as long as a slow one that may. */
const IMPATIENT = { START_DEADLINE_MS: '6000' };
/** What a defect keeps from coming is not waited for as long as what is only slow; the controls wait no longer. */
const PATIENCE = '0.5';
/** A defect may well make its scenarios wait until their patience ends. */
const RUN_DEADLINE_MS = 120_000;

/** What came of one defect. */
export interface Proving extends Omit<Judgement, 'verdict'> {
  readonly defect: Defect;
  readonly verdict: Verdict | 'stale';
  readonly durationMs: number;
  /** The files with the steps of the scenarios that must go red. */
  readonly stepFiles: readonly string[];
  /** Where the run's results are. */
  readonly directory: string;
}

/** Starts a platform that has the defect, runs the suite against it, and judges. */
export async function prove(
  defect: Defect,
  scenarios: readonly ToldScenario[],
  catalogue: Catalogue,
): Promise<Proving> {
  const startedAt = performance.now();
  const directory = join(WORK, defect.id);
  const done = (judgement: Omit<Proving, 'defect' | 'durationMs' | 'directory'>): Proving => ({
    ...{ defect, directory },
    ...judgement,
    durationMs: Math.round(performance.now() - startedAt),
  });
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  try {
    const variant = join(directory, 'variant.json');
    writeFileSync(variant, JSON.stringify(variantOf(defect)));
    const names = [...defect.must_go_red, ...controlsFor(defect, scenarios, catalogue)];
    const run = await runSuite({
      args: [
        ...['--patience', PATIENCE],
        ...names.flatMap((name) => ['--name', exactly(name.slice(name.indexOf(' / ') + 3))]),
      ],
      directory,
      env: { PLATFORM_VARIANT: variant, ...(defect.must_not_start ? IMPATIENT : {}) },
      within: RUN_DEADLINE_MS,
    });
    writeFileSync(join(directory, 'said.txt'), run.said);
    const proving = run.scenarios.filter((one) => defect.must_go_red.includes(nameOf(one)));
    const stepFiles = [...new Set(proving.flatMap((one) => one.stepFiles))];
    return done({ ...judge(defect, run, catalogue), stepFiles });
  } catch (cause) {
    if (!(cause instanceof Stale)) throw cause;
    const nothing = { wentRed: [], stayedGreen: [], stepFiles: [], clearMessage: false };
    return done({ verdict: 'stale', because: cause.message, ...nothing });
  }
}

/** A few scenarios that have nothing to do with the defect: always the same ones, and others for another defect. */
export function controlsFor(
  { id, must_go_red, may_go_red }: Defect,
  scenarios: readonly ToldScenario[],
  { journeys }: Catalogue,
): string[] {
  const broken = new Set([...must_go_red].map((name) => name.split(' / ')[0] ?? ''));
  const downstream = new Set([...broken].flatMap((journey) => [...downstreamOf(journey, journeys)]));
  const order = ({ name }: ToldScenario) => createHash('sha256').update(`${id} ${name}`).digest('hex');
  return scenarios
    .filter(({ name, title, journey, isCostly }) => {
      const mayGoRed = must_go_red.includes(name) || mayBreak(may_go_red, { journey, name: title });
      return !isCostly && !mayGoRed && !downstream.has(journey);
    })
    .sort((a, b) => order(a).localeCompare(order(b)))
    .slice(0, CONTROLS)
    .map(({ name }) => name);
}

const exactly = (title: string): string => `^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
