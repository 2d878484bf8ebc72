import type { Result } from '../summarise';

/** GitHub shows ten of a kind for each step; more would only push out those that came first. */
const MOST = 10;

/**
 * Workflow commands that GitHub shows beside the changed lines: each red scenario at the line of its step that broke, or
 * at its own (https://docs.github.com/actions, workflow commands).
 */
export function annotations({ judged, failure }: Result): string[] {
  const red = judged.filter(({ word }) => word === 'failed');
  return [
    ...(failure ? [`::error title=${property('The run as a whole failed')}::${data(failure.reason)}`] : []),
    ...red.map(({ scenario, verdict }) => {
      const line = verdict.step?.line ?? scenario.line;
      const title = `${scenario.journey}: ${scenario.name}`;
      return `::error file=${property(scenario.uri)},line=${line},title=${property(title)}::${data(verdict.step?.message ?? verdict.reason ?? verdict.outcome)}`;
    }),
  ].slice(0, MOST);
}

/** A line break would begin a command of its own. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
