import type { StageStatus } from '../critical-path';
import type { State } from '../states';
import type { Colour } from './text';

/** What a person reads for each state. The word always stands; the colour only underlines it. */
export const STATE_WORDS: Record<State, { word: string; meaning: string; colour: Colour }> = {
  at_risk: { word: 'at risk', meaning: 'a scenario failed', colour: 'red' },
  blocked: { word: 'blocked', meaning: 'could not be tried, something before it failed', colour: 'red' },
  uncovered: { word: 'uncovered', meaning: 'no scenario yet', colour: 'yellow' },
  unverified: { word: 'unverified', meaning: 'not looked at in this run', colour: 'yellow' },
  unproven: { word: 'unproven', meaning: 'passed, but not shown to be able to fail', colour: 'yellow' },
  protected: { word: 'protected', meaning: 'passed, and shown to fail when broken', colour: 'green' },
};

export const STAGE_WORDS: Record<StageStatus, { mark: string; colour: Colour }> = {
  working: { mark: '✓', colour: 'green' },
  broken: { mark: '✗', colour: 'red' },
  blocked: { mark: '·', colour: 'yellow' },
};
