import type { Catalogue } from '../requirements/catalogue';
import { criticalPath } from './critical-path';
import { demandsOf, type Demand } from './demands';
import { realShareOf, shortfallOf } from './exchanges';
import { framesOf } from './frames';
import { leaksOf } from './leaks';
import { measuresOf, type Measure, type Sample } from './measures';
import { brokenPromises, withBrokenPromises } from './promises';
import type { Proof } from './proof';
import { revenueOf } from './roll-up';
import type { Journal } from './run/journal';
import type { RunFile } from './run/run-file';
import { durationOf } from './run/scenario';
import { NONE_UNREAD, type UnreadFeatures } from './run/unread-features';
import { failureOf, isGreen, verdictsOf, type Outcome, type RunFailure } from './run/verdict';
import { journeyStates, wordOf, type JourneyState, type Judged } from './states';
import { answerToSuiteRow } from './suite-rows';
import type { Summary } from './summary-schema';

export interface Circumstances {
  catalogue: Catalogue;
  proof: Proof;
  file: RunFile;
  /** Milliseconds since the epoch: when the recorder was made, and now. */
  openedAt: number;
  now: number;
  /** What features tell that were left out of the run altogether; none, where nobody knows of others. */
  unread?: UnreadFeatures;
}

/** All that a run came to, before it is told: to `summary.json`, to a terminal, to JUnit. */
export interface Result {
  summary: Summary;
  /** Every scenario there is, in the order of the features. */
  judged: Judged[];
  states: ReadonlyMap<string, JourneyState>;
  failure: RunFailure | null;
  catalogue: Catalogue;
  proof: Proof;
  file: RunFile;
  unread: UnreadFeatures;
}

/** The plan's figure for "platform start, all services ready", in milliseconds. */
const PLATFORM_START_BUDGET = 16_980;

export function summarise(journal: Journal, circumstances: Circumstances): Result {
  const { catalogue, proof, file, unread } = circumstances;
  const failure = failureOf(journal.course, file);
  const verdicts = verdictsOf(journal.scenarios, failure, file);
  const states = journeyStates(catalogue, verdicts, proof, journal.course.unreadable, unread);
  if (neverSawAFeature(journal, failure)) blockAll(states);
  const judged = inFeatureOrder(journal, states, verdicts);
  const measures = measuresOf([
    ...platformStart(file),
    ...journal.scenarios.flatMap(({ facts }) => facts?.measures ?? []),
  ]);
  const broken = brokenPromises(catalogue, measures);
  const demands = withBlockedRun(
    withBrokenPromises(broken, catalogue, demandsOf(catalogue, judged, proof, unread), states),
    neverSawAFeature(journal, failure),
  );
  const figures = figuresOf(journal, circumstances, { failure, states, judged, demands, measures });
  const whole = isWhole(judged, failure) && (unread?.journeys.size ?? 0) === 0;
  // A part of the suite may be about mail alone; only the whole can keep a share, or fail to.
  const shortfall =
    (whole && file.traffic ? shortfallOf(figures.real_share) : null) ??
    (failure === null ? broken[0]?.sentence : null) ??
    null;
  const run = shortfall === null ? figures.run : { ...figures.run, exit_code: 1, failure: shortfall };
  return {
    summary: { ...figures, run, requirements: withSuiteRows(demands, figures, judged, catalogue, whole) },
    judged,
    states,
    failure: shortfall === null ? failure : { kind: 'suite', reason: shortfall },
    catalogue,
    proof,
    file,
    unread: unread ?? NONE_UNREAD,
  };
}

interface Findings {
  failure: RunFailure | null;
  states: ReadonlyMap<string, JourneyState>;
  judged: Judged[];
  demands: Demand[];
  measures: Measure[];
}

function figuresOf(journal: Journal, given: Circumstances, found: Findings): Omit<Summary, 'requirements'> {
  const { catalogue, proof, file } = given;
  const started = journal.scenarios.some((scenario) => scenario.started);
  const facts = journal.scenarios.flatMap((scenario) => scenario.facts ?? []);
  return {
    schema: 1,
    run: runOf(journal, given, found),
    platform: platformOf(file),
    totals: totalsOf(found.judged),
    revenue: revenueOf(catalogue, found.states, found.demands, proof),
    critical_path: criticalPath(catalogue, found.judged, started || found.failure?.kind !== 'platform'),
    journeys: [...catalogue.journeys.values()].map((journey) => ({
      id: journey.id,
      capability: journey.capability,
      priority: journey.priority,
      mrr: journey.mrr,
      ...progressOf(found.states.get(journey.id), proof),
    })),
    measures: found.measures,
    real_share: realShareOf({
      suite: facts.flatMap(({ exchanges }) => exchanges),
      looks: facts.flatMap(({ looks }) => looks),
      traffic: file.traffic,
    }),
    frames: framesOf(facts, file.event_types),
    leaks: leaksOf(journal.scenarios, file),
  };
}

function runOf(journal: Journal, { file, openedAt, now }: Circumstances, found: Findings): Summary['run'] {
  const startedAt = file.started_at
    ? Date.parse(file.started_at)
    : Math.min(journal.course.startedAt ?? openedAt, openedAt);
  return {
    id: file.run_id ?? `run-${new Date(startedAt).toISOString().replace(/[-:.]/g, '')}`,
    started_at: new Date(startedAt).toISOString(),
    duration_ms: Math.max(0, Math.round(now - startedAt)),
    target: file.target,
    commit: file.commit,
    node: file.node ?? process.version,
    seed: file.seed === null ? null : String(file.seed),
    workers: file.workers ?? Math.max(1, journal.course.workers.size),
    exit_code: file.exit_code ?? exitCodeOf(journal, found),
    ...(found.failure ? { failure: found.failure.reason } : {}),
  };
}

/** 0 only if something passed and all else that was to run passed or is unverified: green that checked nothing is red. */
function exitCodeOf(journal: Journal, { failure, judged }: Findings): number {
  const outcomes = judged
    .map(({ verdict }) => verdict.outcome)
    .filter((outcome) => outcome !== 'not_selected');
  const green = outcomes.every(isGreen) && outcomes.includes('passed');
  // Cucumber calls a skipped scenario a success and this does too, if it says why; in all else its no is a no.
  return green && !failure && journal.course.success === true ? 0 : 1;
}

function totalsOf(judged: readonly Judged[]): Summary['totals'] {
  const selected = judged.filter(({ verdict }) => verdict.outcome !== 'not_selected');
  const of = (outcome: Outcome): number =>
    selected.filter(({ verdict }) => verdict.outcome === outcome).length;
  return {
    scenarios: selected.length,
    passed: of('passed'),
    failed: of('failed'),
    undefined: of('undefined'),
    ambiguous: of('ambiguous'),
    pending: of('pending'),
    skipped: of('skipped'),
    unverified: of('unverified'),
    steps: selected.reduce((sum, { scenario }) => sum + scenario.size, 0),
  };
}

type Progress = Pick<
  Summary['journeys'][number],
  'feature' | 'status' | 'scenarios' | 'passed' | 'duration_ms' | 'defects_proven'
>;

function progressOf(journey: JourneyState | undefined, proof: Proof): Progress {
  const scenarios = journey?.scenarios ?? [];
  const requirements = new Set(scenarios.flatMap(({ scenario }) => scenario.requirements));
  const defects = new Set([...requirements].flatMap((id) => proof.defectsOf(id)));
  return {
    feature: scenarios[0]?.scenario.uri ?? null,
    status: journey?.state ?? 'uncovered',
    scenarios: scenarios.length,
    passed: scenarios.filter(({ word }) => word === 'passed').length,
    duration_ms: Math.round(scenarios.reduce((sum, { scenario }) => sum + durationOf(scenario), 0)),
    defects_proven: defects.size,
  };
}

function platformOf({ platform }: RunFile): Summary['platform'] {
  if (!platform) return { ready_ms: null, instances: 0, services: [] };
  const { ready_ms, instances, services } = platform;
  return { ready_ms, instances, services };
}

function platformStart(file: RunFile): Sample[] {
  const ready = file.platform?.ready_ms;
  if (typeof ready !== 'number') return [];
  const isFirst = (file.platform?.prepared.length ?? 0) > 0;
  return isFirst
    ? [{ name: 'platform start, first time', ms: ready }]
    : [{ name: 'platform start', ms: ready, budget_ms: PLATFORM_START_BUDGET }];
}

/** Scenarios of no known journey stand by themselves: nothing upstream excuses them. */
function inFeatureOrder(
  journal: Journal,
  states: ReadonlyMap<string, JourneyState>,
  verdicts: ReturnType<typeof verdictsOf>,
): Judged[] {
  const known = new Map(
    [...states.values()].flatMap(({ scenarios }) => scenarios).map((one) => [one.scenario, one]),
  );
  return journal.scenarios.flatMap((scenario) => {
    const verdict = verdicts.get(scenario);
    return known.get(scenario) ?? (verdict ? { scenario, verdict, word: wordOf(verdict, false) } : []);
  });
}

/** The run ended before Cucumber had read a feature, so that nobody knows which journeys have scenarios. */
function neverSawAFeature(journal: Journal, failure: RunFailure | null): boolean {
  return failure !== null && journal.scenarios.length === 0;
}

function blockAll(states: ReadonlyMap<string, JourneyState>): void {
  for (const journey of states.values()) journey.state = 'blocked';
}

function withBlockedRun(demands: Demand[], blocked: boolean): Demand[] {
  return blocked ? demands.map((demand) => ({ ...demand, status: 'blocked' as const })) : demands;
}

/** Every scenario there is was run to its verdict, and the run came to its end. */
function isWhole(judged: readonly Judged[], failure: RunFailure | null): boolean {
  const ranInFull = ({ verdict }: Judged): boolean =>
    !['not_selected', 'unverified', 'skipped'].includes(verdict.outcome);
  return failure === null && judged.length > 0 && judged.every(ranInFull);
}

function withSuiteRows(
  demands: readonly Demand[],
  figures: Omit<Summary, 'requirements'>,
  judged: readonly Judged[],
  catalogue: Catalogue,
  whole: boolean,
): Demand[] {
  const scenarios = judged.map(({ scenario }) => scenario).filter(({ started }) => started);
  return demands.map((demand) =>
    catalogue.requirements.get(demand.id)?.kind === 'suite'
      ? { ...demand, ...answerToSuiteRow(demand.id, { summary: figures, demands, scenarios, whole }) }
      : demand,
  );
}
