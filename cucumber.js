// Plain `npx cucumber-js` (Node 22 or newer) reads this too. `npm run acceptance` sets the variables from its options.
const { delimiter } = require('node:path');

const seed = (process.env.ACCEPTANCE_SEED ??= String(Math.floor(Math.random() * 1_000_000)));
const workers = Number((process.env.ACCEPTANCE_WORKERS ??= '3'));

module.exports = {
  default: {
    paths: (process.env.ACCEPTANCE_PATHS ?? 'features/**/*.feature').split(delimiter),
    requireModule: [require.resolve('./support/register.cjs')],
    require: ['support/hooks.ts', 'support/parameter-types.ts', 'step-definitions/**/*.ts'],
    plugin: ['./support/plugin.cjs'],
    format: ['./reports/run-recorder.cjs'],
    order: `random:${seed}`,
    // One worker runs in this process, without threads.
    parallel: workers === 1 ? 0 : workers,
    strict: true,
  },
};
