import { STATES, type State } from '../../states';
import type { Change, Changes } from '../site-data';
import type { History, HistoryRun } from './history-file';

/** The run that this one is to be compared with: the last on the same target, a whole one for a whole one. */
export function runBefore(now: HistoryRun, runs: readonly HistoryRun[]): HistoryRun | undefined {
  const earlier = runs.filter(
    ({ id, target, started_at }) =>
      id !== now.id && target === now.target && Date.parse(started_at) <= Date.parse(now.started_at),
  );
  return (now.whole ? earlier.findLast(({ whole }) => whole) : undefined) ?? earlier.at(-1);
}

/**
 * What one run says differently from another: journeys whose state changed, with the money on them, and scenarios that
 * came, went, or came to something else. Where a part was run, only what both runs looked at is compared.
 * @param isThere whether a scenario has a page in this documentation.
 */
export function changesBetween(
  before: HistoryRun,
  now: HistoryRun,
  names: History['names'],
  isThere: (id: string) => boolean,
): Changes {
  const comparable = before.whole && now.whole ? 'whole' : 'part';
  const list = worseFirst([
    ...journeysChanged(before, now),
    ...scenariosChanged(before, now, names, comparable, isThere),
  ]);
  const revenue: Changes['revenue'] = {};
  if (comparable === 'whole')
    for (const state of STATES) {
      const difference = now.by_state[state] - before.by_state[state];
      if (difference !== 0) revenue[state] = difference;
    }
  const { id, started_at, commit } = before;
  return { since: { id, started_at, commit }, comparable, revenue, list };
}

/** What became worse comes before what became better, and the dearest before the rest. */
function worseFirst(list: readonly Change[]): Change[] {
  return [...list].sort((a, b) => Number(a.better) - Number(b.better) || (b.mrr ?? 0) - (a.mrr ?? 0));
}

function journeysChanged(before: HistoryRun, now: HistoryRun): Change[] {
  return Object.entries(now.journeys).flatMap(([id, { state, mrr }]): Change[] => {
    const was = before.journeys[id]?.state;
    if (was === undefined || was === state) return [];
    return [{ what: 'journey', id, name: id, from: was, to: state, mrr, better: rank(state) > rank(was) }];
  });
}

/** Worst first, as the states are told. */
const rank = (state: State): number => STATES.indexOf(state);

function scenariosChanged(
  before: HistoryRun,
  now: HistoryRun,
  names: History['names'],
  comparable: Changes['comparable'],
  isThere: (id: string) => boolean,
): Change[] {
  const keys = new Set([...Object.keys(now.scenarios), ...Object.keys(before.scenarios)]);
  return [...keys].flatMap((key): Change[] => {
    const [was, is] = [before.scenarios[key]?.[0] ?? 'not there', now.scenarios[key]?.[0] ?? 'not there'];
    if (was === is) return [];
    if (comparable === 'part' && (was === 'not there' || is === 'not there')) return [];
    const known = names[key];
    return [
      {
        what: 'scenario',
        id: known && isThere(known.id) ? known.id : null,
        name: known?.name ?? key,
        ...{ from: was, to: is, mrr: null, better: is === 'passed' },
      },
    ];
  });
}
