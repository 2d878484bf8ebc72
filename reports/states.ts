import { basename } from 'node:path';
import { upstreamOf } from '../requirements/dependency-order';
import type { Catalogue } from '../requirements/catalogue';
import type { Proof } from './proof';
import type { Scenario } from './run/scenario';
import { NONE_UNREAD, type UnreadFeatures } from './run/unread-features';
import type { Verdict } from './run/verdict';
import { STATES, type State } from './state-words';

export { STATES, type State } from './state-words';

/** What one scenario says of the journey it belongs to and of the requirements it claims. */
export type Word = 'failed' | 'blocked' | 'unverified' | 'passed';

export interface Judged {
  scenario: Scenario;
  verdict: Verdict;
  word: Word;
}

export interface JourneyState {
  id: string;
  state: State;
  scenarios: Judged[];
  /** For a blocked journey: the journeys upstream that are at risk; empty if the run itself failed. */
  blockedBy: string[];
}

export function worstOf(states: readonly State[]): State | undefined {
  return STATES.find((state) => states.includes(state));
}

/**
 * Every journey of the catalogue, upstream before downstream.
 *
 * A failure in a Given or a hook blames the journey upstream, if one there is red; otherwise the journey itself.
 * An undefined, ambiguous, pending, empty or flaky scenario counts as failed: nothing it says can be relied upon.
 * An upstream journey that was not looked at (uncovered, unverified) excuses nothing.
 */
export function journeyStates(
  catalogue: Catalogue,
  verdicts: ReadonlyMap<Scenario, Verdict>,
  proof: Proof,
  unreadable: readonly string[] = [],
  unread: UnreadFeatures = NONE_UNREAD,
): Map<string, JourneyState> {
  const states = new Map<string, JourneyState>();
  for (const id of catalogue.journeys.keys()) {
    const redUpstream = [...upstreamOf(id, catalogue.journeys)].filter((other) =>
      isRed(states.get(other)?.state),
    );
    const scenarios = [...verdicts.keys()].filter((scenario) => scenario.journey === id);
    const judged = scenarios.map((scenario): Judged => {
      const verdict = verdicts.get(scenario) as Verdict;
      return { scenario, verdict, word: wordOf(verdict, redUpstream.length > 0) };
    });
    const cannotBeRead = unreadable.some((uri) => basename(uri, '.feature') === id);
    const isLeftOut = judged.length === 0 && unread.journeys.has(id);
    const state = cannotBeRead ? 'blocked' : isLeftOut ? 'unverified' : stateOf(judged, proof);
    const causes = redUpstream.filter((other) => states.get(other)?.state === 'at_risk');
    states.set(id, { id, state, scenarios: judged, blockedBy: state === 'blocked' ? causes : [] });
  }
  return states;
}

/** @param upstreamRed whether a journey that this scenario's own stands on is red. */
export function wordOf(verdict: Verdict, upstreamRed: boolean): Word {
  switch (verdict.place) {
    case 'own':
      return 'failed';
    case 'setup':
      return upstreamRed ? 'blocked' : 'failed';
    case 'run':
      return 'blocked';
    case null:
      return verdict.outcome === 'passed' ? 'passed' : 'unverified';
  }
}

function stateOf(judged: readonly Judged[], proof: Proof): State {
  if (judged.length === 0) return 'uncovered';
  const said = new Set(judged.map(({ word }) => word));
  if (said.has('failed')) return 'at_risk';
  if (said.has('blocked')) return 'blocked';
  if (said.has('unverified')) return 'unverified';
  const claimed = [...new Set(judged.flatMap(({ scenario }) => scenario.requirements))];
  return isProven(claimed, proof) ? 'protected' : 'unproven';
}

/** Protected takes a fresh proof for each requirement claimed; claiming none proves nothing. */
export function isProven(requirements: readonly string[], proof: Proof): boolean {
  return requirements.length > 0 && requirements.every((id) => proof.defectsOf(id).length > 0);
}

const isRed = (state: State | undefined): boolean => state === 'at_risk' || state === 'blocked';
