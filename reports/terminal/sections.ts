import { grouped } from '../grouped';
import { totalOf } from '../roll-up';
import { durationOf, placeOf } from '../run/scenario';
import { isGreen } from '../run/verdict';
import { STATE_WORDS, STATES, type State } from '../state-words';
import type { Result } from '../summarise';
import { STAGE_WORDS, STATE_COLOURS } from './colours';
import { counted, cut, money, percent, seconds, table, wrapped, type Terminal } from './text';

/** A heading and its lines; without lines it is left out. */
export interface Section {
  heading: string;
  lines: string[];
}

const ALWAYS_SHOWN = 5;

export function redScenarios({ judged, failure }: Result, { width, paint }: Terminal): Section {
  const red = judged.filter(({ verdict }) => verdict.outcome !== 'not_selected' && !isGreen(verdict.outcome));
  const ownFault = red.filter(({ scenario }) => scenario.started || !failure);
  const neverRan = red.length - ownFault.length;
  return {
    heading: 'What is red',
    lines: [
      ...(failure ? wrapped(failure.reason, width, '  ✗ ').map((line) => paint('red', line)) : []),
      ...(neverRan > 0 ? [`    ${counted(neverRan, 'scenario')} never ran because of that.`] : []),
      ...ownFault.flatMap(({ scenario, verdict, word }) => [
        paint('red', cut(`  ✗ ${scenario.name}`, width)),
        paint('dim', cut(`    ${placeOf(scenario)}`, width)),
        ...wrapped(
          `${verdict.reason ?? ''}${word === 'blocked' ? ' (a journey before it is red)' : ''}`,
          width,
          '    ',
        ),
      ]),
    ],
  };
}

export function journeys({ summary, states }: Result, { width, paint }: Terminal): Section {
  const rank = (state: State): number => STATES.indexOf(state);
  const shown = summary.journeys
    .filter(({ status }) => status !== 'uncovered')
    .sort((a, b) => rank(a.status) - rank(b.status) || (b.mrr ?? 0) - (a.mrr ?? 0));
  const rows = shown.map((journey) => {
    const demands = summary.requirements.filter((row) => row.journey === journey.id);
    return [
      STATE_WORDS[journey.status].word,
      journey.id,
      journey.mrr === null ? '' : money(journey.mrr),
      `${journey.passed} of ${counted(journey.scenarios, 'scenario')}`,
      `${demands.filter(({ status }) => status === 'passed').length} of ${counted(demands.length, 'demand')}`,
    ];
  });
  const lines = table(rows, width, { right: [2, 3, 4], wide: 1 }).flatMap((line, at) => {
    const journey = shown[at];
    if (!journey) return [line];
    const waitsFor = states.get(journey.id)?.blockedBy ?? [];
    return [
      paint(STATE_COLOURS[journey.status], line),
      ...(waitsFor.length > 0 ? wrapped(`stands on ${waitsFor.join(', ')}`, width, '             ') : []),
    ];
  });
  const uncovered = summary.journeys.filter(({ status }) => status === 'uncovered');
  const rest = uncovered.map(({ id }) => id).join(', ');
  const whole = `${counted(uncovered.length, 'journey')} without a scenario: ${rest}`;
  return {
    heading: 'Journeys',
    lines: [...lines, ...(uncovered.length > 0 ? wrapped(whole, width, '  uncovered  ') : [])],
  };
}

export function revenue({ summary, catalogue }: Result, { width, paint }: Terminal): Section {
  const { revenue: sums } = summary;
  const rows = STATES.map((state) => [
    STATE_WORDS[state].word,
    money(sums[state]),
    percent(sums.shares[state]),
    STATE_WORDS[state].meaning,
  ]);
  const lines = table(rows, width, { right: [1, 2], wide: 3 }).map((line, at) => {
    const state = STATES[at];
    return state && sums[state] > 0 ? paint(STATE_COLOURS[state], line) : paint('dim', line);
  });
  const plans = catalogue.plans.flatMap((plan) => {
    const own = sums.by_plan[plan.id];
    if (!own) return [];
    const parts = STATES.filter((state) => own[state] > 0).map(
      (state) => `${money(own[state])} ${STATE_WORDS[state].word}`,
    );
    const figures =
      own.total > 0 ? `${money(own.total)} in its tests' own figures: ${parts.join(', ')}. ` : '';
    return wrapped(`${plan.name}. ${figures}As told: "${own.as_told}".`, width, '  ');
  });
  const total = `  ${money(totalOf(sums))} a month on all journeys, each counted once, at its worst state`;
  return { heading: 'Revenue', lines: [...lines, ...wrapped(total.trim(), width, '  '), '', ...plans] };
}

export function path({ summary }: Result, { width, paint }: Terminal): Section {
  const rows = summary.critical_path.map(({ step, status, revenue: standing }) => [
    `${STAGE_WORDS[status].mark} ${step}`,
    status,
    money(standing),
    'stand on it',
  ]);
  const lines = table(rows, width, { right: [2] }).map((line, at) =>
    paint(STAGE_WORDS[summary.critical_path[at]?.status ?? 'blocked'].colour, line),
  );
  return { heading: 'Critical path', lines };
}

export function slowest({ judged }: Result, { width }: Terminal): Section {
  const ran = judged
    .map(({ scenario }) => scenario)
    .filter(({ finished, elapsed }) => finished && elapsed > 0);
  const rows = ran
    .sort((a, b) => durationOf(b) - durationOf(a))
    .slice(0, ALWAYS_SHOWN)
    .map((scenario) => [seconds(durationOf(scenario)), scenario.name, scenario.journey]);
  return { heading: 'Slowest scenarios', lines: table(rows, width, { right: [0], wide: 1 }) };
}

export function serviceLevels({ summary }: Result, { width, paint }: Terminal): Section {
  const rows = summary.measures.map((measure) => [
    measure.met === null ? '·' : measure.met ? '✓' : '✗',
    measure.name.replace(/_/g, ' '),
    String(measure.samples),
    seconds(measure.median),
    measure.p95 === null ? '-' : seconds(measure.p95),
    seconds(measure.max),
    measure.budget === null ? '-' : seconds(measure.budget),
  ]);
  if (rows.length === 0) return { heading: '', lines: [] };
  const head = ['', 'measure', 'samples', 'median', 'p95', 'slowest', 'budget'];
  const lines = table([head, ...rows], width, { right: [2, 3, 4, 5, 6], wide: 1 });
  return {
    heading: 'Service levels',
    lines: lines.map((line, at) =>
      at === 0 ? paint('dim', line) : rows[at - 1]?.[0] === '✗' ? paint('red', line) : line,
    ),
  };
}

export function unverified({ judged }: Result, { width }: Terminal): Section {
  const skipped = judged.filter(({ verdict }) => verdict.outcome === 'unverified');
  const byReason = grouped(skipped, ({ verdict }) => verdict.reason ?? '');
  const lines = judged.flatMap(({ scenario, verdict }) =>
    verdict.outcome === 'passed' ? (scenario.facts?.unverified ?? []) : [],
  );
  const byLine = grouped(lines, ({ line, reason }) => `"${line}": ${reason}`);
  const filtered = judged.filter(({ verdict }) => verdict.outcome === 'not_selected').length;
  return {
    heading: 'Not verified, and why',
    lines: [
      ...[...byReason].flatMap(([reason, all]) =>
        wrapped(`${reason} (${counted(all.length, 'scenario')})`, width, '  - '),
      ),
      ...[...byLine].flatMap(([line, all]) =>
        wrapped(`${line} (in ${counted(all.length, 'scenario')})`, width, '  - '),
      ),
      ...(filtered > 0 ? [`  - ${counted(filtered, 'scenario')} filtered out of this run`] : []),
    ],
  };
}
