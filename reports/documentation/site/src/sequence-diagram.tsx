import type { JSX } from 'preact';
import type { Arrow, Lane, ScenarioPage } from '../../site-data';
import { counted, ms } from './format';
import { Scrolling } from './parts';

const LANE = 168;
const ROW = 34;
const TOP = 64;
const EDGE = 84;
const STEP = 40;

interface Placed {
  arrow: Arrow;
  y: number;
}

/** The scenario's real traffic, drawn; and the same as a list, for whoever reads it rather than looks at it. */
export function SequenceDiagram({ page }: { page: ScenarioPage }): JSX.Element {
  const { lanes, arrows, left_out } = page.sequence;
  const fromLogs = arrows.filter(({ seen_by }) => seen_by === 'logs').length;
  return (
    <>
      <p>
        {counted(arrows.length, 'exchange')} between {counted(lanes.length, 'party', 'parties')}, as the suite
        saw them
        {fromLogs > 0
          ? `; the ${counted(fromLogs, 'one', '')} with a dotted line told by the services' own logs`
          : ''}
        .{left_out > 0 ? ` ${counted(left_out, 'later exchange')} left out.` : ''}
      </p>
      <Scrolling label="Sequence diagram">
        <Drawing page={page} />
      </Scrolling>
      <details>
        <summary>The same as a list</summary>
        <ol>
          {arrows.map((arrow, index) => (
            <li key={index}>{toldArrow(arrow)}</li>
          ))}
        </ol>
      </details>
    </>
  );
}

function toldArrow({ at, from, to, label, times, failed, seen_by }: Arrow): string {
  const number = times > 1 ? ` (${times} times)` : '';
  const source = seen_by === 'logs' ? ', told by their logs' : '';
  return `${ms(Math.max(0, at))}: ${from} to ${to}: ${label}${number}${failed ? ', failed' : ''}${source}`;
}

function Drawing({ page }: { page: ScenarioPage }): JSX.Element {
  const { lanes, arrows } = page.sequence;
  const x = new Map(lanes.map(({ id }, index) => [id, EDGE + index * LANE]));
  const placed: Placed[] = [];
  const headings: { y: number; text: string }[] = [];
  let y = TOP;
  let step: number | null = null;
  for (const arrow of arrows) {
    if (arrow.step !== null && arrow.step !== step) {
      step = arrow.step;
      const told = page.steps[step];
      if (told) headings.push({ y: (y += STEP) - STEP / 2, text: `${told.keyword} ${told.text}` });
    }
    placed.push({ arrow, y: (y += ROW) });
  }
  const width = EDGE * 2 + Math.max(0, lanes.length - 1) * LANE;
  const height = y + ROW;
  return (
    <svg
      class="sequence"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby="sequence-title sequence-description"
    >
      <title id="sequence-title">Sequence diagram of this scenario</title>
      <desc id="sequence-description">
        {`${lanes.map(({ name }) => name).join(', ')} exchange ${arrows.length} messages. The list below the drawing tells each of them.`}
      </desc>
      <defs>
        <marker
          id="head"
          viewBox="0 0 8 8"
          refX="8"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto-start-reverse"
        >
          <path class="arrow-head" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {lanes.map((lane) => (
        <LaneHead key={lane.id} lane={lane} x={x.get(lane.id) ?? 0} height={height} />
      ))}
      {headings.map(({ y: at, text }) => (
        <g key={at}>
          <rect class="step-ground" x="0" y={at - 13} width={width} height="22" />
          <text class="step-text" x="8" y={at + 3}>
            {cut(text, Math.floor(width / 7))}
          </text>
        </g>
      ))}
      {placed.map(({ arrow, y: at }, index) => (
        <Line key={index} arrow={arrow} y={at} from={x.get(arrow.from) ?? 0} to={x.get(arrow.to) ?? 0} />
      ))}
    </svg>
  );
}

function LaneHead({ lane, x, height }: { lane: Lane; x: number; height: number }): JSX.Element {
  return (
    <g>
      <line class="lane-line" x1={x} x2={x} y1={TOP - 22} y2={height - 8} />
      <rect
        class={`lane lane-${lane.kind}`}
        x={x - 72}
        y="8"
        width="144"
        height="34"
        rx={lane.kind === 'person' ? 17 : 6}
      />
      <text class="lane-name" x={x} y="30" text-anchor="middle">
        {cut(lane.name, 20)}
      </text>
    </g>
  );
}

function Line({ arrow, y, from, to }: { arrow: Arrow; y: number; from: number; to: number }): JSX.Element {
  const { label, times, kind, failed, seen_by } = arrow;
  const words = times > 1 ? `${label} ×${times}` : label;
  const classes = `arrow arrow-${kind}${failed ? ' arrow-failed' : ''}${seen_by === 'logs' ? ' arrow-logs' : ''}`;
  if (from === to)
    return (
      <g class={classes}>
        <path d={`M${from} ${y - 8} h26 v10 h-24`} marker-end="url(#head)" />
        <text x={from + 32} y={y}>
          {cut(words, 24)}
        </text>
      </g>
    );
  const direction = to > from ? 1 : -1;
  const room = Math.floor(Math.max(LANE, Math.abs(to - from)) / 6.4);
  return (
    <g class={classes}>
      <title>{toldArrow(arrow)}</title>
      <line x1={from} x2={to - direction * 2} y1={y} y2={y} marker-end="url(#head)" />
      {/* The step's own words stand above what a person does on a page. */}
      {kind === 'act' ? null : (
        <text x={(from + to) / 2} y={y - 6} text-anchor="middle">
          {failed ? 'failed: ' : ''}
          {cut(words, room)}
        </text>
      )}
    </g>
  );
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
