import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { Sentence } from '../sentence';

/** Its own folder and lockfile: docs/adr/0020-load-has-its-own-packages.md says why. */
const ENGINE = join(__dirname, 'engine');
const SCENARIO = join(__dirname, 'chat.yml');

/** Where a person's figures go. */
export interface Meter {
  emit(kind: 'counter' | 'histogram', name: string, value: number): void;
}

/** What one of Artillery's virtual users does. A rejection counts as a failed one. */
export type VirtualUser = (context: object, meter: Meter) => Promise<void>;

/** Milliseconds. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Totals {
  readonly counters: Readonly<Record<string, number>>;
  readonly summaries: Readonly<Record<string, Summary>>;
}

/** Of a period, or of all: a sketch of each distribution, which sketches of other periods can be added to. */
interface Metrics {
  readonly counters: Readonly<Record<string, number>>;
  readonly histograms?: Readonly<Record<string, unknown>>;
}

interface Script {
  readonly config: Record<string, unknown>;
  readonly scenarios: readonly unknown[];
}

/** What of Artillery's engine is used. */
interface Engine {
  updateGlobalObject(): Promise<void>;
  readonly ssms: { readonly SSMS: { summarizeHistogram(sketch: unknown): Summary } };
  readonly runner: {
    runner(script: Script, payload: undefined, options: object): Promise<Run>;
  };
}

interface Run {
  on(event: 'done', take: (totals: Metrics) => void): void;
  on(event: 'stats', take: (period: Metrics) => void): void;
  run(): void;
  stop(): Promise<void>;
}

/**
 * Runs the scenario of chat.yml with Artillery's engine.
 * @param told what happened in each period, as it ends
 */
export async function runScenario(
  {
    people,
    arrivalSeconds,
    act,
  }: { readonly people: number; readonly arrivalSeconds: number; readonly act: VirtualUser },
  told: (counters: Totals['counters']) => void,
): Promise<Totals> {
  // It makes promises of functions that return one already, and Node would say so once for each person.
  process.noDeprecation = true;
  const engine = await loadEngine();
  await engine.updateGlobalObject();
  const script = parse(readFileSync(SCENARIO, 'utf8')) as Script;
  script.config['phases'] = [{ name: 'people come', duration: arrivalSeconds, arrivalCount: people }];
  script.config['processor'] = { comesAndChats: act };
  const run = await engine.runner.runner(script, undefined, {});
  run.on('stats', ({ counters }) => told(counters));
  const done = new Promise<Metrics>((resolve) => run.on('done', resolve));
  run.run();
  const { counters, histograms = {} } = await done;
  await run.stop();
  const summaries = Object.entries(histograms).map(
    ([name, sketch]) => [name, engine.ssms.SSMS.summarizeHistogram(sketch)] as const,
  );
  return { counters, summaries: Object.fromEntries(summaries) };
}

/** @throws Sentence where it is not there and cannot be had */
async function loadEngine(): Promise<Engine> {
  if (!existsSync(join(ENGINE, 'node_modules', '.package-lock.json'))) await install();
  const load = createRequire(join(ENGINE, 'package.json'));
  return load('@artilleryio/int-core') as Engine;
}

async function install(): Promise<void> {
  process.stdout.write("  first load on this machine: install Artillery's engine\n");
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: ENGINE,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (code === 0) return;
  const last = said.trim().split('\n').at(-1) ?? '';
  throw new Sentence(
    `Artillery's engine could not be installed in support/load/engine (${last}); it needs the npm registry once: npm ci there.`,
  );
}
