import { STATES } from '../states';
import type { Result } from '../summarise';
import { counted, money, seconds } from '../terminal/text';
import { placeOf } from '../run/scenario';

const MOST_FAILURES = 20;

/** What a run came to, as Markdown for the page of a CI job (https://docs.github.com/actions, job summaries). */
export function jobSummary({ summary, judged, failure }: Result): string {
  const { run, totals, revenue } = summary;
  const red = judged.filter(({ word }) => word === 'failed' || word === 'blocked');
  const lines = [
    `## Revenue acceptance: ${run.exit_code === 0 ? 'green' : 'red'}`,
    '',
    `${counted(totals.scenarios, 'scenario')}, ${totals.passed} passed, ${totals.failed} failed, ${totals.unverified} unverified, in ${seconds(run.duration_ms)}, against ${escaped(run.target ?? 'an unnamed target')}.`,
    ...(failure ? ['', `**The run as a whole failed.** ${escaped(failure.reason)}`] : []),
    '',
    '| State | A month |',
    '| --- | ---: |',
    ...STATES.map((state) => `| ${state.replace('_', ' ')} | ${money(revenue[state])} |`),
    ...(red.length === 0 ? [] : ['', '### Why it is red', '']),
    ...red
      .slice(0, MOST_FAILURES)
      .map(
        ({ scenario, verdict }) =>
          `- **${escaped(scenario.name)}** (${escaped(scenario.journey)}, ${escaped(placeOf(scenario))}): ${escaped(verdict.reason ?? verdict.outcome)}`,
      ),
    ...(red.length > MOST_FAILURES ? [`- and ${red.length - MOST_FAILURES} more`] : []),
    '',
  ];
  return lines.join('\n');
}

/** Words of a scenario or a failure are words here too: no HTML, no Markdown, no line of their own, nobody mentioned. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, String.raw`\$&`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;');
}
