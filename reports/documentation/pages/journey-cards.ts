import type { JourneyState, Judged, State } from '../../states';
import { STATES } from '../../states';
import type { Proof } from '../../proof';
import type { JourneyCard } from '../site-data';
import { millisecondsOf } from './scenario-page';
import type { Found } from './site';

/** The catalogue's journeys, those at risk first and the dearest first; then features of no known journey. */
export function journeyCards(found: Found): JourneyCard[] {
  return [...known(found), ...strangers(found)];
}

function known({ result }: Found): JourneyCard[] {
  const { summary, states, catalogue, proof } = result;
  const cards = summary.journeys.map((journey): JourneyCard => {
    const told = catalogue.journeys.get(journey.id);
    const state = states.get(journey.id);
    return {
      id: journey.id,
      title: titleOf(journey.id, states),
      capability: journey.capability,
      owner: told?.owner ?? '',
      priority: journey.priority,
      mrr: journey.mrr,
      basis: told?.basis ?? null,
      state: journey.status,
      why: whyIn(journey.status, state, proof, (id) => titleOf(id, states)),
      scenarios: journey.scenarios,
      passed: journey.passed,
      duration_ms: journey.duration_ms,
      defects: journey.defects_proven,
      depends_on: told?.depends_on ?? [],
      blocked_by: state?.blockedBy ?? [],
      known: true,
    };
  });
  const rank = (state: State): number => STATES.indexOf(state);
  return cards.sort((a, b) => rank(a.state) - rank(b.state) || (b.mrr ?? 0) - (a.mrr ?? 0));
}

function strangers({ result }: Found): JourneyCard[] {
  const { judged, catalogue } = result;
  const ids = [...new Set(judged.map(({ scenario }) => scenario.journey))];
  return ids
    .filter((id) => !catalogue.journeys.has(id))
    .map((id): JourneyCard => {
      const own = judged.filter(({ scenario }) => scenario.journey === id);
      const passed = own.filter(({ word }) => word === 'passed').length;
      const words = new Set(own.map(({ word }) => word));
      return {
        ...{ id, title: own[0]?.scenario.feature ?? id, capability: '', owner: '', priority: 'high' },
        ...{ mrr: null, basis: null, depends_on: [], blocked_by: [], defects: 0, known: false },
        state: words.has('failed')
          ? 'at_risk'
          : words.has('blocked')
            ? 'blocked'
            : passed === own.length
              ? 'unproven'
              : 'unverified',
        why: 'It is no journey of the catalogue, so no revenue stands on it.',
        scenarios: own.length,
        passed,
        duration_ms: own.reduce((sum, one) => sum + millisecondsOf(one), 0),
      };
    });
}

/** One sentence for a person who asks why. */
function whyIn(
  state: State,
  journey: JourneyState | undefined,
  proof: Proof,
  titled: (id: string) => string,
): string {
  const scenarios = journey?.scenarios ?? [];
  const first = (word: Judged['word']): Judged | undefined => scenarios.find((one) => one.word === word);
  switch (state) {
    case 'at_risk':
      return `“${first('failed')?.scenario.name ?? 'A scenario'}” failed: ${first('failed')?.verdict.reason ?? ''}`;
    case 'blocked': {
      const causes = journey?.blockedBy ?? [];
      if (causes.length > 0)
        return `It could not be tried, because it stands on what is at risk: ${causes.map((id) => `“${titled(id)}”`).join(', ')}.`;
      return first('blocked')?.verdict.reason ?? 'It could not be tried, because the run itself failed.';
    }
    case 'uncovered':
      return 'No scenario tells it yet.';
    case 'unverified':
      return first('unverified')?.verdict.reason ?? 'It was not looked at in this run.';
    case 'unproven':
      return unproven(scenarios, proof);
    case 'protected':
      return 'Every scenario passed, and for each of its demands a scenario was seen to fail when it is broken.';
  }
}

function unproven(scenarios: readonly Judged[], proof: Proof): string {
  const claimed = [...new Set(scenarios.flatMap(({ scenario }) => scenario.requirements))];
  const lacking = claimed.filter((id) => proof.defectsOf(id).length === 0);
  if (claimed.length === 0) return 'Every scenario passed, but none of them claims a demand.';
  return `Every scenario passed, but nothing has shown lately that they would notice a breach of ${lacking.join(', ')}.`;
}

/** The name of its feature; in a run that was not given it, its id in words. */
function titleOf(id: string, states: ReadonlyMap<string, JourneyState>): string {
  return states.get(id)?.scenarios[0]?.scenario.feature ?? inWords(id);
}

/** What a journey is called that no feature tells yet: "First message experience". */
function inWords(id: string): string {
  const words = id.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
