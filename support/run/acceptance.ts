import { delimiter } from 'node:path';
import { loadConfiguration, runCucumber } from '@cucumber/cucumber/api';
import { Sentence } from '../sentence';
import { readTarget } from '../targets/target-file';
import { HELP, readOptions, type RunOptions } from './options';
import { recordRunThatNeverBegan, Run } from './run';
import { selectedPaths } from './selection';

/** `npm run acceptance`: checks what it was asked for, then lets Cucumber run with `cucumber.js` as its configuration. */
async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  readTarget(options.target);
  process.env.ACCEPTANCE_PATHS = selectedPaths(options).join(delimiter);
  process.env.ACCEPTANCE_TARGET = options.target;
  process.env.ACCEPTANCE_WORKERS = String(options.workers);
  process.env.ACCEPTANCE_SEED = options.seed;
  process.env.ACCEPTANCE_PATIENCE = String(options.patience);
  process.env.ACCEPTANCE_USERS = String(options.users);
  return (await cucumber(options)) ? 0 : 1;
}

async function cucumber({ passedOn }: RunOptions): Promise<boolean> {
  const environment = { cwd: process.cwd(), env: process.env };
  const { runConfiguration } = await loadConfiguration({ provided: [...passedOn] }, environment).catch(
    (cause: unknown) => {
      throw new Sentence(`cucumber-js does not take these options: ${reasonOf(cause)}`, { cause });
    },
  );
  const { success } = await runCucumber(runConfiguration, environment);
  return success;
}

/** What Cucumber wraps around an error of a feature, a step file or an option says less than what it wraps. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? `: ${reasonOf(cause.cause)}` : '';
  return `${cause.message}${cause instanceof Sentence ? '' : inner}`;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode ??= code;
  },
  (cause: unknown) => {
    const reason = reasonOf(cause).split('\n\nStack backtrace')[0] ?? '';
    const code = cause instanceof Sentence ? 2 : 1;
    process.stderr.write(`${reason}\n`);
    // The last run's results must not stand for a run that did not happen.
    if (!Run.isRecorded) recordRunThatNeverBegan(process.env.ACCEPTANCE_TARGET ?? 'local', reason, code);
    // Leaves at once: a platform that is on its way up holds a pipe of this process and goes with it.
    process.exit(code);
  },
);
