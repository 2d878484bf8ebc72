import type { Catalogue } from '../requirements/catalogue';
import { downstreamOf } from '../requirements/dependency-order';
import { PATH_STAGES, type PathStage } from './run/facts';
import type { Judged } from './states';

/** `blocked`: it lies behind a broken step, or this run never came to it. */
export type StageStatus = 'working' | 'broken' | 'blocked';

export interface PathStep {
  step: string;
  status: StageStatus;
  /** USD a month that stands on this step: its journey's figure and those of all journeys that depend on it. */
  revenue: number;
}

interface Stage {
  step: string;
  journey: string;
  /** Demands that only a working step fulfils. */
  requirements: string[];
}

/** The demand that the whole path holds. */
const WHOLE_PATH = 'S2.1';

const STAGES: Record<PathStage, Stage> = {
  platform: { step: 'Platform start', journey: 'startup-and-health', requirements: ['U3.1', 'S1.1'] },
  'sign-up': { step: 'Sign-up', journey: 'new-user-first-chat', requirements: ['E1.2', 'E1.3', 'U10.1'] },
  verification: { step: 'E-mail verification', journey: 'new-user-first-chat', requirements: ['U10.1'] },
  login: { step: 'Log-in', journey: 'new-user-first-chat', requirements: ['E1.5', 'U10.1'] },
  token: { step: 'Token', journey: 'token-lifecycle', requirements: ['U6.1', 'U2.1'] },
  'chat-socket': {
    step: 'Chat socket',
    journey: 'authenticated-chat-connection',
    requirements: ['U2.2', 'E1.6', 'P2.1'],
  },
  agent: { step: 'Agent', journey: 'agent-progress', requirements: ['E1.7', 'S5.1', 'P3.1'] },
  answer: { step: 'Answer', journey: 'new-user-first-chat', requirements: ['U10.2', 'E1.8', 'S5.1'] },
};

/** @param cameUp false: no scenario could be started. */
export function criticalPath(catalogue: Catalogue, judged: readonly Judged[], cameUp: boolean): PathStep[] {
  const working = workingStages(judged);
  const broken = cameUp ? brokenStage(judged, working) : 0;
  return PATH_STAGES.map((id, index) => ({
    step: STAGES[id].step,
    status:
      index === broken ? 'broken' : index < (broken ?? Infinity) && working.has(id) ? 'working' : 'blocked',
    revenue: standingOn(STAGES[id].journey, catalogue),
  }));
}

/**
 * A step works if a scenario reported so, or if one that claims the step's demands passed. Who reached a later step
 * came through the earlier ones.
 */
function workingStages(judged: readonly Judged[]): Set<PathStage> {
  const passed = judged.filter(({ word }) => word === 'passed');
  const claimed = new Set(passed.flatMap(({ scenario }) => scenario.requirements));
  const reported = new Set(judged.flatMap(({ scenario }) => scenario.facts?.path ?? []));
  const furthest = PATH_STAGES.findLastIndex(
    (id) =>
      reported.has(id) || claimed.has(WHOLE_PATH) || STAGES[id].requirements.some((row) => claimed.has(row)),
  );
  const started = judged.some(({ scenario }) => scenario.started);
  return new Set(PATH_STAGES.slice(0, Math.max(furthest + 1, started ? 1 : 0)));
}

/** The first step that a scenario of the whole path did not come to; without one, that a red scenario speaks of. */
function brokenStage(judged: readonly Judged[], working: ReadonlySet<PathStage>): number | undefined {
  const isRed = ({ word, verdict }: Judged): boolean =>
    word === 'failed' || (word === 'blocked' && verdict.place !== 'run');
  const ofWholePath = judged.filter(({ scenario }) => scenario.requirements.includes(WHOLE_PATH));
  const firstUnseen = (seen: ReadonlySet<PathStage>): number => {
    const unseen = PATH_STAGES.findIndex((id) => !seen.has(id));
    return unseen === -1 ? PATH_STAGES.length - 1 : unseen;
  };
  if (ofWholePath.some(isRed))
    return Math.min(
      ...ofWholePath.filter(isRed).map(({ scenario }) => {
        const path = scenario.facts?.path ?? [];
        return firstUnseen(path.length > 0 ? new Set<PathStage>(['platform', ...path]) : working);
      }),
    );
  if (ofWholePath.some(({ word }) => word === 'passed')) return undefined;
  const red = new Set(judged.filter(isRed).flatMap(({ scenario }) => scenario.requirements));
  const first = PATH_STAGES.findIndex(
    (id) => !working.has(id) && STAGES[id].requirements.some((row) => red.has(row)),
  );
  return first === -1 ? undefined : first;
}

function standingOn(journey: string, catalogue: Catalogue): number {
  return [journey, ...downstreamOf(journey, catalogue.journeys)].reduce(
    (sum, id) => sum + (catalogue.journeys.get(id)?.mrr ?? 0),
    0,
  );
}
