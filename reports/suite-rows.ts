import { PATH_STAGES } from './run/facts';
import { durationOf, type Scenario } from './run/scenario';
import type { Demand, DemandStatus } from './demands';
import { LEAST_REAL } from './exchanges';
import { STATES } from './states';
import { ANSWERED_ELSEWHERE } from './suite-rows-elsewhere';
import type { Summary } from './summary-schema';

/**
 * Demands on the suite itself that the figures of one run can answer. The others are answered elsewhere, by tests,
 * workflows and guides (`suite-rows-elsewhere.ts`): a run cannot see those.
 */
export interface Figures {
  summary: Omit<Summary, 'requirements'>;
  demands: readonly Pick<Demand, 'id' | 'plan' | 'journey' | 'status'>[];
  /** Those that were to run. */
  scenarios: readonly Scenario[];
  /** Every scenario there is was run to its verdict, and the run came to its end. */
  whole: boolean;
}

type Word = 'passed' | 'failed' | 'unverified';

/** What a run says of a demand, and the figure that it says so by. */
export interface SuiteAnswer {
  readonly status: DemandStatus;
  readonly answer: string;
}

const SECOND = 1000;
/** Real restarts and cut networks are given more than the plan's five seconds. */
const SLOW_BY_NATURE = ['platform:disposable', 'network:cut'];
/** External systems, for which the plans allow stand-ins. */
const OUTSIDE = ['mail', 'llm', 'identity', 'payment'];

const ROWS: Record<string, (figures: Figures) => readonly [Word, string]> = {
  'U.S1': (figures) => {
    const { services } = figures.summary.platform;
    return [
      inWholeRun(figures, insideIsReal(figures), services.length > 0),
      `${counted(services.length, 'service')} started; ${standIns(figures)}`,
    ];
  },
  'U.S2': (figures) => {
    const { frames, real_share } = figures.summary;
    const http = countOf(real_share.exchanges, ({ kind, by }) => kind === 'http' && by === 'suite');
    return [
      inWholeRun(figures, true, http > 0 && frames.checked > 0),
      `${http} HTTP exchanges, ${frames.checked} frames checked against the contract`,
    ];
  },
  'U.S3': (figures) => {
    const looks = (peer: string) => countOf(figures.summary.real_share.exchanges, (one) => one.peer === peer);
    const open = figures.scenarios.flatMap(({ facts }) => facts?.unverified ?? []).length;
    const [auth, backend] = [looks('auth-database'), looks('backend-database')];
    return [
      inWholeRun(figures, true, auth > 0 && backend > 0 && open === 0),
      `${auth} exchanges with auth's database, ${backend} with the backend's; ${counted(open, 'line')} left open`,
    ];
  },
  'U.S4': (figures) => [
    inWholeRun(
      figures,
      each(figures, (scenario) => SECOND * budgetOf(scenario)),
    ),
    slowestOf(figures),
  ],
  'U.S5': (figures) => {
    const { rows, keys } = figures.summary.leaks;
    return [
      cleanedUp(figures),
      rows === null ? 'nobody looked' : `${rows} rows and ${keys ?? 0} keys left behind`,
    ];
  },
  'U.S7': (figures) => {
    const critical = figures.summary.journeys.filter(({ priority }) => priority === 'critical');
    const covered = critical.filter(({ status }) => status !== 'uncovered');
    return [
      inWholeRun(figures, covered.length === critical.length),
      `${covered.length} of ${counted(critical.length, 'critical journey')} have scenarios`,
    ];
  },
  'U.S8': (figures) => [
    inWholeRun(figures, figures.summary.run.duration_ms < 60 * SECOND),
    tookOf(figures, 60),
  ],
  'U.S10': (figures) => {
    const { ratio } = figures.summary.real_share;
    const told =
      ratio === null
        ? 'nothing was observed'
        : `${(ratio * 100).toFixed(1)} % real; ${LEAST_REAL * 100} % are asked`;
    return [atLeastRealShare(figures, LEAST_REAL), told];
  },
  'E.S1': (figures) => {
    const own = figures.demands.filter(({ plan, journey }) => plan === 'E' && journey !== null);
    const passed = own.filter(({ status }) => status === 'passed').length;
    return [
      inWholeRun(
        figures,
        own.every(({ status }) => status !== 'failed'),
        passed === own.length,
      ),
      `${passed} of the plan's ${own.length} demands passed`,
    ];
  },
  'E.S2': (figures) => [
    inWholeRun(
      figures,
      figures.summary.run.duration_ms < 300 * SECOND &&
        each(figures, (scenario) => SECOND * budgetOf(scenario)),
    ),
    `${slowestOf(figures)}; ${tookOf(figures, 300)}`,
  ],
  'E.S3': (figures) => [inWholeRun(figures, insideIsReal(figures)), standIns(figures)],
  'I.S3': (figures) => [
    inWholeRun(figures, isAnswered(figures)),
    `${counted(figures.summary.frames.sent, 'frame')} sent, ${unansweredOf(figures)} without an answer`,
  ],
  'I.S4': (figures) => [
    inWholeRun(figures, figures.summary.run.duration_ms < 300 * SECOND && each(figures, () => 30 * SECOND)),
    `${tookOf(figures, 300)}, ${counted(figures.summary.run.workers, 'scenario')} at once; ${slowestOf(figures)}`,
  ],
  'I.S6': ({ summary: { frames }, whole }) => [
    whole ? answer(frames.checked > 0 && frames.never_seen.length === 0) : 'unverified',
    frames.never_seen.length === 0
      ? `every type came, in ${counted(frames.checked, 'frame')}`
      : `never seen: ${frames.never_seen.join(', ')}`,
  ],
  'S.S1': ({ summary: { revenue } }) => [
    answer(STATES.every((state) => Number.isFinite(revenue[state]))),
    STATES.map((state) => `${state} ${revenue[state]}`).join(', '),
  ],
  'S.S2': (figures) => [
    inWholeRun(
      figures,
      each(figures, () => 30 * SECOND),
    ),
    slowestOf(figures),
  ],
  'S.S3': ({ summary: { critical_path } }) => [
    answer(critical_path.length === PATH_STAGES.length),
    critical_path.map(({ step, status }) => `${step}: ${status}`).join(', '),
  ],
  'S.S4': ({ summary }) => [
    answer(Math.abs(1 - sumOfShares(summary)) < 0.001),
    `${(summary.revenue.shares.working * 100).toFixed(0)} % working`,
  ],
  'P.S3': (figures) => {
    const { totals } = figures.summary;
    return [
      inWholeRun(figures, totals.undefined + totals.ambiguous === 0),
      `${totals.undefined} undefined and ${totals.ambiguous} ambiguous of ${counted(totals.scenarios, 'scenario')}`,
    ];
  },
};

export const ANSWERED_ROWS: readonly string[] = Object.keys(ROWS);

/** `unverified`: figures could answer, but not those of this run; or something else does, which is named. */
export function answerToSuiteRow(id: string, figures: Figures): SuiteAnswer {
  const row = ROWS[id]?.(figures);
  if (row) return { status: row[0], answer: row[1] };
  const elsewhere = ANSWERED_ELSEWHERE[id];
  if (elsewhere)
    return { status: 'unverified', answer: `no run can show it: ${elsewhere.by} ${elsewhere.which}` };
  return { status: 'missing', answer: 'nothing answers it' };
}

/**
 * A part can break a limit on the whole, but only the whole can keep it.
 * @param reached what a part could not have come to
 */
function inWholeRun({ whole }: Figures, kept: boolean, reached = true): Word {
  if (!kept) return 'failed';
  return whole ? answer(reached) : 'unverified';
}

function isAnswered({ summary, scenarios }: Figures): boolean {
  return summary.frames.sent > 0 && scenarios.every(({ facts }) => facts?.frames.unanswered === 0);
}

const unansweredOf = ({ scenarios }: Figures): number =>
  scenarios.reduce((sum, { facts }) => sum + (facts?.frames.unanswered ?? 0), 0);

type Exchanged = Summary['real_share']['exchanges'][number];

function countOf(exchanges: readonly Exchanged[], isIt: (one: Exchanged) => boolean): number {
  return exchanges.filter(isIt).reduce((sum, { count }) => sum + count, 0);
}

function standInsIn({ summary }: Figures): string[] {
  return summary.real_share.peers.filter(({ kind }) => kind === 'stand_in').map(({ peer }) => peer);
}

const insideIsReal = (figures: Figures): boolean =>
  standInsIn(figures).every((peer) => OUTSIDE.includes(peer));

const standIns = (figures: Figures): string => `stood in for: ${standInsIn(figures).join(', ') || 'nobody'}`;

function slowestOf({ scenarios }: Figures): string {
  const slowest = Math.max(0, ...scenarios.map(durationOf));
  return `the slowest scenario took ${(slowest / SECOND).toFixed(1)} s`;
}

function tookOf({ summary, whole }: Figures, limit: number): string {
  const took = `${(summary.run.duration_ms / SECOND).toFixed(1)} s of at most ${limit} s`;
  return whole ? took : `${took}, by a part of the suite`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function cleanedUp({ scenarios, summary, whole }: Figures): Word {
  const { rows, keys } = summary.leaks;
  if ((rows ?? 0) + (keys ?? 0) > 0) return 'failed';
  const everyOne = scenarios.every(({ facts }) => facts !== null && facts.residue !== null);
  return whole && everyOne ? 'passed' : 'unverified';
}

function atLeastRealShare({ summary, whole }: Figures, least: number): Word {
  const { ratio } = summary.real_share;
  if (ratio === null || !whole) return 'unverified';
  return answer(ratio >= least);
}

function each({ scenarios }: Figures, limitOf: (scenario: Scenario) => number): boolean {
  return scenarios.every((scenario) => durationOf(scenario) < limitOf(scenario));
}

function budgetOf(scenario: Scenario): number {
  return scenario.tags.some((tag) => SLOW_BY_NATURE.includes(tag)) ? 10 : 5;
}

function sumOfShares(summary: Figures['summary']): number {
  return STATES.reduce((sum, state) => sum + summary.revenue.shares[state], 0);
}

const answer = (kept: boolean): Word => (kept ? 'passed' : 'failed');
