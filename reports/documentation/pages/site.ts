import { unknownClaims } from '../../demands';
import { STATES, type Judged, type State } from '../../states';
import type { Result } from '../../summarise';
import { isFlaky, slowerThanBefore } from '../history/baseline';
import { changesBetween, runBefore } from '../history/changes';
import { keyOf, type History, type HistoryRun } from '../history/history-file';
import type { Chronicle } from '../record/chronicle';
import type { DefectRow, HistoryPoint, PlanCard, ScenarioCard, SiteData } from '../site-data';
import { defectRows, type Stories } from './defects';
import { demandRows } from './demand-rows';
import { journeyCards } from './journey-cards';
import { millisecondsOf } from './scenario-page';

export interface Found {
  result: Result;
  chronicle: Chronicle;
  stories: Stories;
  /** The id of each scenario's page. */
  ids: ReadonlyMap<Judged, string>;
  history: History;
  run: HistoryRun;
  now: number;
  remarks: readonly string[];
}

export function siteData(found: Found): SiteData {
  const { result, chronicle, history, run, now } = found;
  const { summary, catalogue } = result;
  const byTold = pagesByTitle(found.ids);
  const defects = defectRows(found.stories, result.proof, (told) => byTold.get(told) ?? null);
  const before = runBefore(run, history.runs);
  const pages = new Set(found.ids.values());
  return {
    schema: 1,
    made_at: new Date(now).toISOString(),
    complete: true,
    run: summary.run,
    whole: run.whole,
    platform: summary.platform,
    totals: summary.totals,
    revenue: byState(summary.revenue),
    plans: catalogue.plans.map((plan): PlanCard => ({
      id: plan.id,
      name: plan.name,
      as_told: plan.headline,
      total: summary.revenue.by_plan[plan.id]?.total ?? 0,
      by_state: byState(summary.revenue.by_plan[plan.id] ?? {}),
    })),
    critical_path: summary.critical_path,
    measures: summary.measures,
    real_share: summary.real_share,
    leaks: summary.leaks,
    journeys: journeyCards(found),
    scenarios: scenarioCards(found, defects),
    demands: demandRows(found),
    declined: catalogue.declined,
    defects,
    changes: before ? changesBetween(before, run, history.names, (id) => pages.has(id)) : null,
    no_changes: before
      ? null
      : 'No earlier run of this target is known here, so nothing can be said of changes.',
    history: history.runs.map(pointOf),
    steps: chronicle.glossary.patterns(),
    words: chronicle.glossary.domainWords(),
    remarks: [...found.remarks, ...remarksOf(result)],
  };
}

function byState(sums: Partial<Record<State, number>>): Record<State, number> {
  return Object.fromEntries(STATES.map((state) => [state, sums[state] ?? 0])) as Record<State, number>;
}

/** A title may be told by several scenarios of a journey; the first stands for them. */
function pagesByTitle(ids: ReadonlyMap<Judged, string>): Map<string, string> {
  const pages = new Map<string, string>();
  for (const [{ scenario }, id] of ids) {
    const told = `${scenario.journey} / ${scenario.name}`;
    if (!pages.has(told)) pages.set(told, id);
  }
  return pages;
}

function scenarioCards({ result, chronicle, ids, history, run }: Found, defects: readonly DefectRow[]) {
  const caught = new Map<string, string[]>();
  for (const { id, red, caught: wasCaught, fresh } of defects)
    if (wasCaught && fresh) for (const { name } of red) caught.set(name, [...(caught.get(name) ?? []), id]);
  const earlier = history.runs.filter(({ id, target }) => id !== run.id && target === run.target);
  return result.judged.map((judged): ScenarioCard => {
    const { scenario, verdict } = judged;
    const id = ids.get(judged) ?? '';
    const duration_ms = millisecondsOf(judged);
    return {
      ...{ id, journey: scenario.journey, name: scenario.name, duration_ms, tags: scenario.tags },
      rule: chronicle.features.origin(scenario.id)?.rule ?? null,
      outcome: verdict.outcome,
      reason: verdict.reason,
      place: `${scenario.uri}:${scenario.line}`,
      words: chronicle.wordsOf(scenario.id).join(' · '),
      defects: caught.get(`${scenario.journey} / ${scenario.name}`) ?? [],
      slower: verdict.outcome === 'passed' ? slowerThanBefore(keyOf(id), duration_ms, earlier) : null,
      flaky: isFlaky(keyOf(id), history.runs),
    };
  });
}

function pointOf(run: HistoryRun): HistoryPoint {
  const { id, started_at, target, commit, duration_ms, exit_code, whole, failure } = run;
  const outcomes = Object.values(run.scenarios).map(([outcome]) => outcome);
  const passed = outcomes.filter((outcome) => outcome === 'passed').length;
  const unverified = outcomes.filter((outcome) => outcome === 'unverified').length;
  return {
    ...{ id, started_at, target, commit, duration_ms, exit_code, whole, failure, passed },
    scenarios: outcomes.length,
    failed: outcomes.length - passed - unverified,
    by_state: byState(run.by_state),
  };
}

function remarksOf({ judged, catalogue, proof, file }: Result): string[] {
  const strangers = new Set(
    judged.flatMap(({ scenario }) => (catalogue.journeys.has(scenario.journey) ? [] : [scenario.journey])),
  );
  return [
    ...(proof.complaint ? [proof.complaint] : []),
    ...(file.traffic?.complaint ? [file.traffic.complaint] : []),
    ...unknownClaims(catalogue, judged).map(
      (claim) => `${claim} claims a demand that the catalogue does not have.`,
    ),
    ...[...strangers].map(
      (journey) => `"${journey}" is no journey of the catalogue: no revenue stands on its scenarios.`,
    ),
  ];
}
