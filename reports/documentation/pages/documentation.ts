import type { Result } from '../../summarise';
import type { Judged } from '../../states';
import { emptyHistory, keyOf, withRun, type History, type HistoryRun } from '../history/history-file';
import type { Chronicle } from '../record/chronicle';
import type { JourneyPage, ScenarioPage, SiteData } from '../site-data';
import type { Stories } from './defects';
import { journeyPage } from './journey-page';
import { historyRunOf } from './history-run';
import { scenarioPage } from './scenario-page';
import { siteData, type Found } from './site';

export interface Given {
  result: Result;
  chronicle: Chronicle;
  stories: Stories;
  /** What is known of earlier runs; this one is added to it. */
  history?: History;
  now: number;
  /** Sentences that a reader should know before believing the figures. */
  remarks?: readonly string[];
}

/** All that the site shows: the overview with every list, and what is loaded when a page is opened. */
export interface Documentation {
  site: SiteData;
  journeys: readonly JourneyPage[];
  /** Made one by one, so that a large run need not be held twice. */
  scenarios: () => Generator<ScenarioPage>;
  history: History;
}

export function documentationOf({
  result,
  chronicle,
  stories,
  history: earlier = emptyHistory(),
  now,
  remarks = [],
}: Given): Documentation {
  const ids = new Map<Judged, string>(
    result.judged.map((judged) => [
      judged,
      chronicle.features.origin(judged.scenario.id)?.id ?? judged.scenario.id,
    ]),
  );
  const run = historyRunOf(result, (judged) => ids.get(judged) ?? '');
  const names = Object.fromEntries(
    [...ids].map(([{ scenario }, id]) => [keyOf(id), { id, journey: scenario.journey, name: scenario.name }]),
  );
  const history = withRun(earlier, run, names);
  const found: Found = { result, chronicle, stories, ids, history, run, now, remarks };
  const site = siteData(found);
  return {
    site,
    history,
    journeys: site.journeys
      .filter(({ scenarios }) => scenarios > 0)
      .map(({ id }) =>
        journeyPage(
          id,
          result.judged.filter(({ scenario }) => scenario.journey === id),
          chronicle,
          journeyHistory(id, history.runs),
        ),
      ),
    *scenarios() {
      for (const [judged, id] of ids)
        yield scenarioPage(id, judged, chronicle, scenarioHistory(keyOf(id), history.runs));
    },
  };
}

function journeyHistory(id: string, runs: readonly HistoryRun[]): JourneyPage['history'] {
  return runs.flatMap(({ started_at, journeys }) => {
    const then = journeys[id];
    return then ? [{ started_at, state: then.state, duration_ms: then.ms }] : [];
  });
}

function scenarioHistory(key: string, runs: readonly HistoryRun[]): ScenarioPage['history'] {
  return runs.flatMap(({ started_at, scenarios }) => {
    const then = scenarios[key];
    return then
      ? [{ started_at, outcome: then[0] as ScenarioPage['history'][number]['outcome'], duration_ms: then[1] }]
      : [];
  });
}
