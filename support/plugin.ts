import type { Plugin } from '@cucumber/cucumber/api';
import { turnTakersFirst } from './leases';
import { Run } from './run/run';

/**
 * Brings the platform up before the workers are made and takes it down when the run is over, so that plain
 * `npx cucumber-js` works as well as `npm run acceptance`. The platform starts while Cucumber loads its support code.
 */
const plugin: Plugin = {
  type: 'plugin',
  coordinator({ operation, on, transform, environment }) {
    if (operation !== 'runCucumber' || isDryRun(process.argv)) return undefined;
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

function isDryRun(argv: readonly string[]): boolean {
  return argv.includes('--dry-run') || argv.includes('-d');
}

export default plugin;
