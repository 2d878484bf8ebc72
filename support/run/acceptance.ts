import { delimiter } from 'node:path';
import { loadConfiguration, runCucumber } from '@cucumber/cucumber/api';
import { Sentence } from '../sentence';
import { readTarget } from '../targets/target-file';
import { HELP, readOptions, type RunOptions } from './options';
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
  return (await cucumber(options)) ? 0 : 1;
}

async function cucumber({ passedOn }: RunOptions): Promise<boolean> {
  const environment = { cwd: process.cwd(), env: process.env };
  const { runConfiguration } = await loadConfiguration({ provided: [...passedOn] }, environment);
  const { success } = await runCucumber(runConfiguration, environment);
  return success;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode ??= code;
  },
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = cause instanceof Sentence ? 2 : 1;
  },
);
