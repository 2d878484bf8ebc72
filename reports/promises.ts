import type { Catalogue } from '../requirements/catalogue';
import type { Demand } from './demands';
import { grouped } from './grouped';
import type { Measure } from './measures';
import type { JourneyState } from './states';

/** The demands that are about a service level, whose word is the whole run's: one scenario sees its own samples alone. */
const LEVELS: Readonly<Record<string, string>> = {
  'P7.1': 'websocket_connected',
  'P7.2': 'first_agent_event',
  'P7.3': 'tool_result',
  'P7.4': 'event_delivery',
};

export interface BrokenPromise {
  readonly id: string;
  /** What was measured, and what is promised: one sentence. */
  readonly sentence: string;
}

/** Promises that this run broke, whichever scenario met it. */
export function brokenPromises(catalogue: Catalogue, measures: readonly Measure[]): BrokenPromise[] {
  return Object.entries(LEVELS).flatMap(([id, name]) => {
    const measure = measures.find((one) => one.name === name);
    if (!catalogue.requirements.has(id) || measure?.met !== false) return [];
    const { samples, p95, max, budget, promised_to } = measure;
    const took =
      promised_to === 'p95' && p95 !== null ? `95 of 100 took up to ${p95}` : `the slowest took ${max}`;
    const sentence = `${id} is broken: of ${samples} samples of ${name.replaceAll('_', ' ')} ${took} ms, and ${budget ?? '?'} ms are promised.`;
    return [{ id, sentence }];
  });
}

/** A broken promise is its demand's failure, and puts its journey at risk, however green its own scenarios are. */
export function withBrokenPromises(
  broken: readonly BrokenPromise[],
  catalogue: Catalogue,
  demands: Demand[],
  states: ReadonlyMap<string, JourneyState>,
): Demand[] {
  const ids = new Set(broken.map(({ id }) => id));
  for (const [journey] of grouped([...ids], (id) => catalogue.requirements.get(id)?.journey ?? '')) {
    const state = states.get(journey);
    if (state) state.state = 'at_risk';
  }
  return demands.map((demand) => (ids.has(demand.id) ? { ...demand, status: 'failed' } : demand));
}
