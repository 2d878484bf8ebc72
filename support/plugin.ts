import type { Writable } from 'node:stream';
import type { Plugin } from '@cucumber/cucumber/api';
import { turnTakersFirst } from './leases';
import { asksToRetry, RETRY_REFUSED } from './run/options';
import { Run } from './run/run';

/**
 * Brings the platform up before the workers are made and takes it down when the run is over, so that plain
 * `npx cucumber-js` works as well as `npm run acceptance`. The platform starts while Cucumber loads its support code.
 */
const plugin: Plugin = {
  type: 'plugin',
  coordinator({ operation, on, transform, environment }) {
    if (operation !== 'runCucumber' || isDryRun(process.argv)) return undefined;
    // Cucumber tells its plugins nothing of how often it would try again. A profile that says so is found later: a
    // scenario that passed only at its second attempt is failed (reports/run/verdict.ts).
    if (asksToRetry(process.argv)) refuse(environment.stderr, RETRY_REFUSED);
    const run = Run.begin(environment.stderr);
    // The first message comes when all formatters are there.
    on('message', () => run.recorderIsThere());
    transform('pickles:order', async (pickles) => {
      const tags = pickles.map(({ pickle }) => pickle.tags.map(({ name }) => name));
      return (await run.platformIsReady(tags)) ? turnTakersFirst(pickles) : [];
    });
    return () => run.end();
  },
};

/** Leaves before anything is started, as a run that could not begin does. */
function refuse(stderr: Writable, sentence: string): never {
  stderr.write(`${sentence}\n`);
  process.exit(2);
}

function isDryRun(argv: readonly string[]): boolean {
  return argv.includes('--dry-run') || argv.includes('-d');
}

export default plugin;
