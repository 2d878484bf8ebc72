import type { JSX } from 'preact';
import { STATE_WORDS, STATES, type State } from '../../../state-words';
import { money, share } from './format';
import { StateBadge } from './parts';
import { linkTo } from './router';

type ByState = Record<State, number>;

const totalOf = (sums: ByState): number => STATES.reduce((sum, state) => sum + sums[state], 0);

/** The picture of the sums; the words of them stand beside it. */
export function RevenueBar({ sums, height = 28 }: { sums: ByState; height?: number }): JSX.Element {
  const total = totalOf(sums);
  let left = 0;
  const parts = STATES.map((state) => {
    const width = total === 0 ? 0 : (sums[state] / total) * 1000;
    const part = { state, left, width };
    left += width;
    return part;
  });
  const told = STATES.filter((state) => sums[state] > 0)
    .map((state) => `${STATE_WORDS[state].word} ${money(sums[state])}`)
    .join(', ');
  return (
    <svg
      class="bar"
      viewBox={`0 0 1000 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={told || 'no figure'}
    >
      <rect class="bar-ground" width="1000" height={height} />
      {parts.map(({ state, left: x, width }) =>
        width > 0 ? <rect key={state} class={`fill-${state}`} x={x} width={width} height={height} /> : null,
      )}
    </svg>
  );
}

export function RevenueTable({ sums }: { sums: ByState }): JSX.Element {
  const total = totalOf(sums);
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" class="number">
            A month
          </th>
          <th scope="col" class="number">
            Share
          </th>
          <th scope="col">What it means</th>
        </tr>
      </thead>
      <tbody>
        {STATES.map((state) => (
          <tr key={state}>
            <th scope="row">
              <a href={linkTo('journeys', '', { state })}>
                <StateBadge state={state} />
              </a>
            </th>
            <td class="number">{money(sums[state])}</td>
            <td class="number">{share(total === 0 ? 0 : sums[state] / total)}</td>
            <td>{STATE_WORDS[state].meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
