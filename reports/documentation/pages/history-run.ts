import type { Judged } from '../../states';
import { STATES } from '../../states';
import type { Result } from '../../summarise';
import { keyOf, type HistoryRun } from '../history/history-file';
import { millisecondsOf } from './scenario-page';

/** What the history keeps of a run. */
export function historyRunOf(
  { summary, judged, failure, unread }: Result,
  idOf: (judged: Judged) => string,
): HistoryRun {
  const { id, started_at, target, commit, duration_ms, exit_code } = summary.run;
  const ran = judged.filter(({ verdict }) => verdict.outcome !== 'not_selected');
  const lookedAt = new Set(ran.map(({ scenario }) => scenario.journey));
  const isAll = ran.length === judged.length && unread.journeys.size === 0;
  const whole = failure === null && ran.length > 0 && isAll;
  // Nothing was selected in a run that never came so far: it speaks of all journeys.
  const ofAll = whole || ran.length === 0;
  return {
    ...{ id, started_at, target, commit, duration_ms, exit_code, whole },
    failure: failure?.reason ?? null,
    by_state: Object.fromEntries(
      STATES.map((state) => [state, summary.revenue[state]]),
    ) as HistoryRun['by_state'],
    journeys: Object.fromEntries(
      summary.journeys
        .filter((journey) => ofAll || lookedAt.has(journey.id))
        .map(({ id: journey, status, duration_ms: ms, mrr }) => [journey, { state: status, ms, mrr }]),
    ),
    scenarios: Object.fromEntries(
      ran.map((one) => [keyOf(idOf(one)), [one.verdict.outcome, millisecondsOf(one)]]),
    ),
  };
}
