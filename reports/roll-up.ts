import type { Catalogue } from '../requirements/catalogue';
import { stateOfTest, type Demand } from './demands';
import type { Proof } from './proof';
import { STATES, type JourneyState, type State } from './states';

/** USD a month at each state. */
export type ByState = Record<State, number>;

export interface PlanRevenue extends ByState {
  /** The plan's tests' own figures added up. */
  total: number;
  /** What the plan says of itself; shown, never added. */
  as_told: string;
}

export interface Revenue extends ByState {
  unit: 'USD/month';
  by_plan: Record<string, PlanRevenue>;
  /** 0 to 1, of the revenue of all journeys. `working`: journeys whose scenarios all passed, proven or not. */
  shares: ByState & { working: number };
}

/**
 * A journey's figure counts once, at its state. A plan's total adds its tests' own figures, each at the state of that
 * test's requirements; the two are different sums and never mixed.
 */
export function revenueOf(
  catalogue: Catalogue,
  states: ReadonlyMap<string, JourneyState>,
  demands: readonly Demand[],
  proof: Proof,
): Revenue {
  const sums = nothing();
  for (const journey of catalogue.journeys.values())
    sums[states.get(journey.id)?.state ?? 'uncovered'] += journey.mrr ?? 0;
  return { unit: 'USD/month', ...sums, by_plan: byPlan(catalogue, demands, proof), shares: sharesOf(sums) };
}

function byPlan(catalogue: Catalogue, demands: readonly Demand[], proof: Proof): Record<string, PlanRevenue> {
  const byId = new Map(demands.map((demand) => [demand.id, demand]));
  return Object.fromEntries(
    catalogue.plans.map((plan) => {
      const sums = nothing();
      for (const test of plan.tests) sums[stateOfTest(test, byId, proof)] += test.mrr ?? 0;
      return [plan.id, { ...sums, total: totalOf(sums), as_told: plan.headline }];
    }),
  );
}

function sharesOf(sums: ByState): Revenue['shares'] {
  const total = totalOf(sums);
  const share = (amount: number): number =>
    total === 0 ? 0 : Math.round((amount / total) * 10_000) / 10_000;
  const shares = nothing();
  for (const state of STATES) shares[state] = share(sums[state]);
  return { ...shares, working: share(sums.protected + sums.unproven) };
}

export function totalOf(sums: ByState): number {
  return STATES.reduce((total, state) => total + sums[state], 0);
}

function nothing(): ByState {
  return { at_risk: 0, blocked: 0, uncovered: 0, unverified: 0, unproven: 0, protected: 0 };
}
