import { historyRunOf } from '../../reports/documentation/pages/history-run';
import { changesBetween } from '../../reports/documentation/history/changes';
import { keyOf, type History } from '../../reports/documentation/history/history-file';
import type { ReadRun } from '../../reports/documentation/read/results';
import { STATES } from '../../reports/states';
import type { Terminal } from '../../reports/terminal/text';
import { counted, money, wrapped } from '../../reports/terminal/text';
import type { Judged } from '../../reports/states';

interface Side {
  run: ReturnType<typeof historyRunOf>;
  names: History['names'];
  /** Scenario -> its steps' words. */
  words: ReadonlyMap<string, string>;
}

/** What changed from one run to another: what is demanded and told, what came of it, and the revenue on it. */
export function compareRuns(before: ReadRun, after: ReadRun, { width }: Terminal): string {
  const [was, is] = [sideOf(before), sideOf(after)];
  const names = { ...was.names, ...is.names };
  const { list, revenue, comparable } = changesBetween(was.run, is.run, names, () => true);
  const reworded = [...is.words].filter(([key, words]) => (was.words.get(key) ?? words) !== words);
  const sections: [heading: string, lines: string[]][] = [
    [
      'Revenue',
      STATES.flatMap((state) => {
        const difference = revenue[state];
        if (difference === undefined) return [];
        return [`${state.replace('_', ' ')} ${difference > 0 ? '+' : '-'}${money(Math.abs(difference))}`];
      }),
    ],
    [
      'Journeys',
      list
        .filter(({ what }) => what === 'journey')
        .map(
          ({ name, from, to, mrr }) =>
            `${name}: ${from} -> ${to}${mrr === null ? '' : `, ${money(mrr)} a month`}`,
        ),
    ],
    [
      'Scenarios',
      list.filter(({ what }) => what === 'scenario').map(({ name, from, to }) => `${name}: ${from} -> ${to}`),
    ],
    ['Told otherwise', reworded.map(([key, words]) => `${names[key]?.name ?? key}: ${words}`)],
    ['Demands', demandsChanged(before, after)],
  ];
  const told = sections.filter(([, lines]) => lines.length > 0);
  const all = told.reduce((sum, [, lines]) => sum + lines.length, 0);
  return [
    ...wrapped(`${nameOf(before)} -> ${nameOf(after)}: ${counted(all, 'difference')}`, width),
    ...(comparable === 'part'
      ? ['One of the two is a part of the suite: what both looked at is compared.']
      : []),
    ...told.flatMap(([heading, lines]) => [
      '',
      heading,
      ...lines.flatMap((line) => wrapped(line, width, '  - ')),
    ]),
    '',
  ].join('\n');
}

function nameOf({ directory, result: { summary } }: ReadRun): string {
  const { started_at, commit, target } = summary.run;
  return `${directory} (${started_at.slice(0, 16).replace('T', ' ')}, ${commit?.slice(0, 10) ?? 'no commit'}, ${target ?? 'no target'})`;
}

function sideOf({ documentation: { chronicle }, result }: ReadRun): Side {
  const idOf = ({ scenario }: Judged): string => chronicle.features.origin(scenario.id)?.id ?? scenario.id;
  const names: History['names'] = {};
  const words = new Map<string, string>();
  for (const judged of result.judged) {
    const id = idOf(judged);
    names[keyOf(id)] = { id, journey: judged.scenario.journey, name: judged.scenario.name };
    words.set(keyOf(id), chronicle.wordsOf(judged.scenario.id).join(' / '));
  }
  return { run: historyRunOf(result, idOf), names, words };
}

function demandsChanged(before: ReadRun, after: ReadRun): string[] {
  const was = new Map(before.result.summary.requirements.map(({ id, status }) => [id, status]));
  return after.result.summary.requirements
    .filter(({ id, status }) => was.get(id) !== status)
    .map(({ id, status, text }) => `${id} ${was.get(id) ?? 'not there'} -> ${status}: ${text}`);
}
