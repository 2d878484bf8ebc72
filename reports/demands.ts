import type { Catalogue, PlanTest } from '../requirements/catalogue';
import { isProvedByDefect } from '../requirements/proved-by-defect';
import type { Proof } from './proof';
import { placeOf } from './run/scenario';
import { NONE_UNREAD, type UnreadFeatures } from './run/unread-features';
import type { Outcome } from './run/verdict';
import { isProven, type Judged, type State, type Word } from './states';

/** What a run says of one demand of the catalogue; `missing`: no scenario claims it. */
export type DemandStatus = 'passed' | 'failed' | 'blocked' | 'unverified' | 'missing';

export interface Demand {
  id: string;
  plan: string;
  /** null: a demand on the suite itself. */
  journey: string | null;
  text: string;
  status: DemandStatus;
  /** Of a demand on the suite itself: the figure, or the reason why a run has none; null for all others. */
  answer: string | null;
  scenarios: { name: string; place: string; outcome: Outcome; reason: string | null }[];
  /** Seeded defects whose proof is fresh. */
  defects: string[];
}

const WORST_FIRST: readonly Word[] = ['failed', 'blocked', 'unverified', 'passed'];

/**
 * A demand is passed if every scenario that claims it ran and passed; one about what must be noticed, if a seeded defect
 * was. Suite rows come out `missing`.
 */
export function demandsOf(
  catalogue: Catalogue,
  judged: readonly Judged[],
  proof: Proof,
  unread: UnreadFeatures = NONE_UNREAD,
): Demand[] {
  return [...catalogue.requirements.values()].map((requirement) => {
    const claims = judged.filter(({ scenario }) => scenario.requirements.includes(requirement.id));
    const words = claims.map(({ word }) => word);
    const defects = proof.defectsOf(requirement.id);
    const isProved = isProvedByDefect(requirement.id) && defects.length > 0;
    const unclaimed = isProved ? 'passed' : unread.claims.has(requirement.id) ? 'unverified' : 'missing';
    return {
      id: requirement.id,
      plan: requirement.plan,
      journey: requirement.journey,
      text: requirement.text,
      status: WORST_FIRST.find((word) => words.includes(word)) ?? unclaimed,
      answer: null,
      scenarios: claims.map(({ scenario, verdict }) => ({
        name: scenario.name,
        place: placeOf(scenario),
        outcome: verdict.outcome,
        reason: verdict.reason,
      })),
      defects,
    };
  });
}

/** What a plan's test is worth at: the worst state of its own requirements. */
export function stateOfTest(test: PlanTest, demands: ReadonlyMap<string, Demand>, proof: Proof): State {
  const statuses = new Set(test.requirements.map((id) => demands.get(id)?.status ?? 'missing'));
  if (statuses.has('failed')) return 'at_risk';
  if (statuses.has('blocked')) return 'blocked';
  if (statuses.has('missing')) return 'uncovered';
  if (statuses.has('unverified')) return 'unverified';
  return isProven(test.requirements, proof) ? 'protected' : 'unproven';
}

/** Claims of demands that the catalogue does not have, as `id at place`. */
export function unknownClaims(catalogue: Catalogue, judged: readonly Judged[]): string[] {
  return judged.flatMap(({ scenario }) =>
    scenario.requirements
      .filter((id) => catalogue.requirements.get(id)?.kind !== 'scenario')
      .map((id) => `@req:${id} at ${placeOf(scenario)}`),
  );
}
