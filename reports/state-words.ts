/** What a run says of a journey, and of the revenue that stands on it; worst first. */
export const STATES = ['at_risk', 'blocked', 'uncovered', 'unverified', 'unproven', 'protected'] as const;
export type State = (typeof STATES)[number];

/** What a person reads for each state, in the terminal and in the documentation. No more than that: browsers load it. */
export const STATE_WORDS: Record<State, { word: string; meaning: string }> = {
  at_risk: { word: 'at risk', meaning: 'a scenario failed' },
  blocked: { word: 'blocked', meaning: 'could not be tried, something before it failed' },
  uncovered: { word: 'uncovered', meaning: 'no scenario yet' },
  unverified: { word: 'unverified', meaning: 'not looked at in this run' },
  unproven: { word: 'unproven', meaning: 'passed, but not shown to be able to fail' },
  protected: { word: 'protected', meaning: 'passed, and shown to fail when broken' },
};
