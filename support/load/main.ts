import './patient';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../command';
import { Launcher } from '../launcher';
import { Sentence } from '../sentence';
import { castOn } from '../soak/own-cast';
import { platformOf } from '../targets/launcher-instance';
import type { PlatformUnderTest } from '../targets/platform-under-test';
import { checkRunning, runningPlatform } from '../targets/running';
import { readTarget } from '../targets/target-file';
import { runScenario, type Totals } from './artillery';
import { LOAD_HELP, peopleOf, readLoadOptions, type LoadOptions } from './options';
import { Person } from './person';
import { claimsOfLoad, figuresOf, type Loaded } from './verdict';

const REPORT = resolve(__dirname, '..', '..', 'reports', 'output');

/** `npm run load`: hundreds of people, by the drivers and with the checks of the scenarios. */
async function main(argv: readonly string[]): Promise<number> {
  const options = readLoadOptions(argv);
  if (options.help) {
    process.stdout.write(LOAD_HELP);
    return 0;
  }
  const target = readTarget(options.target);
  if (target.platform === 'running') {
    const platform = runningPlatform(options.target, target);
    await checkRunning(platform);
    return load(platform, options);
  }
  const launcher = new Launcher();
  try {
    const { instance, control } = await launcher.ready().catch((cause: unknown) => {
      throw new Sentence(cause instanceof Error ? cause.message : String(cause), { cause });
    });
    return await load(platformOf(options.target, instance, control), options);
  } finally {
    await launcher.stop();
  }
}

async function load(platform: PlatformUnderTest, options: LoadOptions): Promise<number> {
  if (!platform.mailbox)
    throw new Sentence(
      `The target ${platform.target} has no mailbox: nobody could confirm an address there.`,
    );
  const { from, to } = peopleOf(options);
  tell(`${to - from} of ${options.users} people, within ${options.minutes} min, against ${platform.target}`);
  const loaded = await crowd(platform, options);
  const claims = claimsOfLoad(loaded);
  for (const line of figuresOf(loaded.totals)) tell(line);
  for (const { words, holds } of claims) tell(`${holds ? '✓' : '✗'} ${words}`);
  const broken = claims.filter(({ holds }) => !holds).length;
  await mkdir(REPORT, { recursive: true });
  const { target, users, minutes, share } = options;
  const machine = { processors: cpus().length, node: process.version };
  const told = {
    schema: 1,
    at: new Date().toISOString(),
    ...{ target, users, minutes, share, machine },
    claims,
  };
  await writeFile(
    join(REPORT, 'load.json'),
    `${JSON.stringify({ ...told, findings: loaded.findings, failures: loaded.failures, ...loaded.totals }, null, 2)}\n`,
  );
  tell(
    `${claims.length - broken} of ${claims.length} claims hold; the figures are in reports/output/load.json`,
  );
  return broken === 0 ? 0 : 1;
}

async function crowd(platform: PlatformUnderTest, options: LoadOptions): Promise<Loaded> {
  const own = castOn(platform);
  const { from, to } = peopleOf(options);
  const [findings, failures]: [string[], string[]] = [[], []];
  // From the first arrival on: before it the engine may have to be installed.
  let until: number | undefined;
  let next = from;
  try {
    const totals = await runScenario(
      {
        people: to - from,
        arrivalSeconds: Math.max(1, Math.round(options.minutes * 30)),
        act: async (_context, meter) => {
          until ??= Date.now() + options.minutes * 60_000;
          const place = next++;
          const actor = own.cast.actor(`Person${place + 1}`);
          try {
            findings.push(...(await new Person(actor, place, meter).comesAndChats(until)));
          } catch (cause) {
            failures.push(`${actor.name}: ${cause instanceof Error ? cause.message : String(cause)}`);
            throw new Error('somebody could not go on', { cause });
          } finally {
            own.letGoOfEvidence();
          }
        },
      },
      (counters) => {
        own.letGoOfEvidence();
        tell(progressIn(counters));
      },
    );
    failures.push(
      ...own.cast
        .everyone()
        .flatMap(({ refusals }) => refusals.unclaimed().map(({ during, code }) => `${during}: ${code}`)),
    );
    return { people: to - from, totals, findings, failures, breaches: own.breaches };
  } finally {
    await own.close();
  }
}

function progressIn(counters: Totals['counters']): string {
  const count = (name: string) => counters[name] ?? 0;
  return `  ${count('vusers.created')} people came, ${count('questions answered')} questions answered`;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

runCommand(main);
