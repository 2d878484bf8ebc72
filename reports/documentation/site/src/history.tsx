import type { JSX } from 'preact';
import type { HistoryPoint, ScenarioCard, SiteData } from '../../site-data';
import { ChangeList } from './changes';
import { STATES, STATE_WORDS } from '../../../state-words';
import { count, counted, date, money, ms } from './format';
import { Scrolling, Title } from './parts';
import { linkTo } from './router';

const SLOWEST = 10;

export function History({ site }: { site: SiteData }): JSX.Element {
  const slower = site.scenarios.filter((card) => card.slower !== null);
  const flaky = site.scenarios.filter((card) => card.flaky);
  const slowest = [...site.scenarios].sort((a, b) => b.duration_ms - a.duration_ms).slice(0, SLOWEST);
  return (
    <>
      <Title over="History">What changed, and the last {counted(site.history.length, 'run')}</Title>
      <section aria-labelledby="changed">
        <h2 id="changed">Since the last run</h2>
        <ChangeList site={site} />
      </section>
      <section aria-labelledby="runs">
        <h2 id="runs">Runs</h2>
        <Trend points={site.history} />
        <Runs points={site.history} />
      </section>
      <section aria-labelledby="slower">
        <h2 id="slower">Slower than they used to be</h2>
        <Scenarios
          cards={slower}
          none="No scenario took clearly longer than the median of its last passes on this target; five of them make a baseline."
        />
      </section>
      <section aria-labelledby="flaky">
        <h2 id="flaky">Flaky</h2>
        <Scenarios cards={flaky} none="No scenario passed and failed by turns on the same commit." />
      </section>
      <section aria-labelledby="slowest">
        <h2 id="slowest">Slowest</h2>
        <Scenarios cards={slowest.filter(({ duration_ms }) => duration_ms > 0)} none="Nothing ran." />
      </section>
    </>
  );
}

/** Protected revenue over the runs as a picture; the table below has its figures. */
function Trend({ points }: { points: readonly HistoryPoint[] }): JSX.Element | null {
  const whole = points.filter((point) => point.whole);
  if (whole.length < 2) return null;
  const width = 900 / whole.length;
  return (
    <svg
      class="trend"
      viewBox="0 0 900 120"
      preserveAspectRatio="none"
      role="img"
      aria-label="Revenue by state in the last whole runs; the table below has its figures"
    >
      {whole.map((point, index) => {
        const total = STATES.reduce((sum, state) => sum + point.by_state[state], 0) || 1;
        let top = 120;
        return [...STATES].reverse().map((state) => {
          const height = (point.by_state[state] / total) * 120;
          top -= height;
          return height > 0 ? (
            <rect
              key={`${point.id} ${state}`}
              class={`fill-${state}`}
              x={index * width}
              y={top}
              width={width * 0.9}
              height={height}
            />
          ) : null;
        });
      })}
    </svg>
  );
}

function Runs({ points }: { points: readonly HistoryPoint[] }): JSX.Element {
  return (
    <Scrolling label="Last runs">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Target</th>
            <th scope="col">Commit</th>
            <th scope="col" class="number">
              Scenarios
            </th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number">
              Time
            </th>
            {STATES.map((state) => (
              <th key={state} scope="col" class="number">
                {STATE_WORDS[state].word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.id}>
              <th scope="row">
                <time dateTime={point.started_at}>{date(point.started_at)}</time>
                <small>{point.failure ?? (point.whole ? '' : 'a part of the suite')}</small>
              </th>
              <td>{point.target ?? '–'}</td>
              <td>
                <code>{point.commit?.slice(0, 10) ?? '–'}</code>
              </td>
              <td class="number">{count(point.scenarios)}</td>
              <td class="number">{count(point.failed)}</td>
              <td class="number">{ms(point.duration_ms)}</td>
              {STATES.map((state) => (
                <td key={state} class="number">
                  {point.by_state[state] === 0 ? '–' : money(point.by_state[state])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Scenarios({ cards, none }: { cards: readonly ScenarioCard[]; none: string }): JSX.Element {
  if (cards.length === 0) return <p>{none}</p>;
  return (
    <ul>
      {cards.map((card) => (
        <li key={card.id}>
          <a href={linkTo('scenario', card.id)}>{card.name}</a>, {ms(card.duration_ms)}
          {card.slower === null ? '' : ` instead of ${ms(card.slower.baseline_ms)}`}
        </li>
      ))}
    </ul>
  );
}
