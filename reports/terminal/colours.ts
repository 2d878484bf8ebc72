import type { StageStatus } from '../critical-path';
import type { State } from '../state-words';
import type { Colour } from './text';

/** The word always stands; the colour only underlines it. */
export const STATE_COLOURS: Record<State, Colour> = {
  at_risk: 'red',
  blocked: 'red',
  uncovered: 'yellow',
  unverified: 'yellow',
  unproven: 'yellow',
  protected: 'green',
};

export const STAGE_WORDS: Record<StageStatus, { mark: string; colour: Colour }> = {
  working: { mark: '✓', colour: 'green' },
  broken: { mark: '✗', colour: 'red' },
  blocked: { mark: '·', colour: 'yellow' },
};
