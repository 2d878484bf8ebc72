import { spawn } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { linesOf } from '../../reports/files/lines';
import { Journal } from '../../reports/run/journal';
import { readRunFile } from '../../reports/run/run-file';
import { placeOf, type Scenario } from '../../reports/run/scenario';
import { failureOf, verdictsOf, type Verdict } from '../../reports/run/verdict';

const PROJECT = resolve(__dirname, '..', '..');
const RUNNER = join(PROJECT, 'support', 'run', 'acceptance.ts');
const REGISTER = join(PROJECT, 'support', 'register.cjs');

/** What a run is to do, and where it leaves its results. */
export interface RunWish {
  /** As after `npm run acceptance --`. */
  readonly args: readonly string[];
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder with `cucumber.js`, features and step definitions; this project's own unless said. */
  readonly project?: string;
  /** Milliseconds after which it is ended. */
  readonly within: number;
}

export interface ScenarioSeen {
  /** Tells a scenario, or one row of its examples, from all others: `features/….feature:12`. */
  readonly place: string;
  readonly name: string;
  readonly journey: string;
  readonly outcome: Verdict['outcome'];
  /** Where it went wrong; null where it did not. */
  readonly at: Verdict['place'];
  /** The files with the definitions of its steps, from the project's root. */
  readonly stepFiles: readonly string[];
  /** The whole message of the step or hook that broke first; null for a pass. */
  readonly message: string | null;
}

export interface RunSeen {
  /** null: it had to be ended. */
  readonly exitCode: number | null;
  readonly directory: string;
  readonly durationMs: number;
  /** Those that were selected. */
  readonly scenarios: readonly ScenarioSeen[];
  /** What it said on its way. */
  readonly said: string;
}

/** Runs the suite as a process of its own and reads what it left: for whoever compares runs with each other. */
export async function runSuite({
  args,
  directory,
  env = {},
  project = PROJECT,
  within,
}: RunWish): Promise<RunSeen> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-r', REGISTER, RUNNER, ...args], {
    cwd: project,
    env: { ...process.env, CI: '1', ACCEPTANCE_DOCUMENTATION: 'none', ...env, ACCEPTANCE_OUTPUT: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: within,
    killSignal: 'SIGTERM',
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const exitCode = await new Promise<number | null>((done, failed) => {
    child.once('error', failed).once('close', (code) => done(code));
  });
  return {
    exitCode,
    directory,
    durationMs: Math.round(performance.now() - startedAt),
    scenarios: await scenariosIn(directory),
    said: Buffer.concat(said).toString('utf8'),
  };
}

async function scenariosIn(directory: string): Promise<ScenarioSeen[]> {
  const file = join(directory, 'messages.ndjson');
  if (!existsSync(file)) return [];
  const journal = new Journal();
  const definitions = new StepDefinitions();
  for await (const line of linesOf(createReadStream(file, 'utf8'))) {
    if (line === '') continue;
    const envelope = JSON.parse(line) as Envelope;
    journal.update(envelope);
    definitions.update(envelope);
  }
  const circumstances = readRunFile(undefined);
  const verdicts = verdictsOf(journal.scenarios, failureOf(journal.course, circumstances), circumstances);
  return [...verdicts]
    .filter(([, { outcome }]) => outcome !== 'not_selected')
    .map(([scenario, verdict]) => seen(scenario, verdict, definitions.filesOf(scenario.id)));
}

function seen(
  scenario: Scenario,
  { outcome, place, step, reason }: Verdict,
  stepFiles: readonly string[],
): ScenarioSeen {
  const { name, journey } = scenario;
  const message = step?.message ?? reason;
  return { place: placeOf(scenario), name, journey, outcome, at: place, stepFiles, message };
}

/** Which files define the steps of which pickle. */
class StepDefinitions {
  private readonly fileById = new Map<string, string>();
  private readonly byPickle = new Map<string, Set<string>>();

  update({ stepDefinition, testCase }: Envelope): void {
    if (stepDefinition?.sourceReference.uri)
      this.fileById.set(stepDefinition.id, stepDefinition.sourceReference.uri.replaceAll('\\', '/'));
    if (!testCase) return;
    const files = testCase.testSteps
      .flatMap(({ stepDefinitionIds }) => stepDefinitionIds ?? [])
      .map((id) => this.fileById.get(id))
      .filter((file) => file !== undefined);
    this.byPickle.set(testCase.pickleId, new Set(files));
  }

  filesOf(pickleId: string): string[] {
    return [...(this.byPickle.get(pickleId) ?? [])].sort();
  }
}
