/**
 * Demands on the suite itself that no run can answer about itself, and what does: a file that is there, and a word on it.
 * They are `unverified` in every run, with that as the reason.
 */
export const ANSWERED_ELSEWHERE: Readonly<Record<string, { readonly by: string; readonly which: string }>> = {
  'U.S6': {
    by: 'support/prove/judgement.ts',
    which: 'counts a seeded defect as noticed only if a failure names its cause (npm run prove)',
  },
  'U.S9': {
    by: 'support/steady/steady.ts',
    which:
      'runs the suite again and again and compares (npm run steady); each proof has scenarios that must stay green',
  },
  'U.S11': { by: 'support/gate/verdict.test.ts', which: 'holds the rules of npm run gate' },
  'U.S12': { by: '.github/workflows/pull-request.yml', which: 'runs the suite on every pull request' },
  'U.S13': {
    by: 'reports/documentation/history/history.test.ts',
    which: 'holds what the living documentation tells of the last 50 runs',
  },
  'U.S14': {
    by: '.github/workflows/weekly.yml',
    which: 'lists demands without a passing scenario once a week',
  },
  'U.S15': {
    by: 'world/drivers/index.ts',
    which: 'has a typed client for each service, by discovery, on databases of each instance',
  },
  'E.S4': {
    by: 'support/steady/steady.ts',
    which: 'runs the suite twenty times and compares (npm run steady)',
  },
  'E.S5': {
    by: 'support/feature-checks/check.test.ts',
    which: 'holds what each feature must tell of itself',
  },
  'E.S6': {
    by: 'platform/launcher/src/launcher.test.ts',
    which: 'holds how all services are started and waited for',
  },
  'E.S7': { by: 'world/recipes.ts', which: 'makes people in every state they come back in' },
  'E.S8': { by: '.github/workflows/pull-request.yml', which: 'is the integration with GitHub Actions' },
  'E.S9': {
    by: 'reports/documentation/history/history.test.ts',
    which: "holds how each scenario's time is compared with earlier runs",
  },
  'E.S10': { by: 'support/prove/patching.test.ts', which: 'holds how faults are put into the platform' },
  'E.S11': { by: 'docs/engineer.md', which: 'is the guide, whose commands are run by a test' },
  'I.S1': {
    by: 'world/prompts.test.ts',
    which: 'holds the seeded prompts; people in every state are recipes',
  },
  'I.S2': {
    by: 'platform/stand-ins/src/llm/stand-in.test.ts',
    which:
      'holds the scripted language model; lines, short lives and tight limits are profiles of the platform',
  },
  'I.S5': { by: 'support/steady/comparison.test.ts', which: 'holds how runs in another order are compared' },
  'P.S1': {
    by: 'support/run/options.test.ts',
    which: 'holds how a run selects by category, layer and target',
  },
  'P.S2': {
    by: 'docs/adr/0003-embedded-stores.md',
    which: 'says why nothing needs Docker, and CI has none',
  },
  'P.S4': { by: 'reports/terminal/terminal.test.ts', which: 'holds what shows while a run goes on' },
  'P.S5': {
    by: 'support/adopt/adopting.test.ts',
    which: 'has people sign in by the real flow, with accounts whose secrets come from the environment',
  },
  'P.S6': { by: 'support/targets/running.test.ts', which: 'holds that a target is checked first' },
  'P.S7': {
    by: 'reports/run/unread-features.test.ts',
    which: 'holds that a broken feature file stops no other capability',
  },
};
