import type { Arrow, Lane, Sequence } from '../site-data';
import type { RawExchange, RawLogLine } from '../record/evidence';
import { arrowsAmongServices } from './log-arrows';

/** What one step of a scenario exchanged. */
export interface StepTraffic {
  index: number;
  /** The step's own words. */
  text: string;
  /** A Then: people look at their pages, and do nothing. */
  isOutcome: boolean;
  startedAt: number;
  exchanges: readonly RawExchange[];
}

export interface Drawn {
  startedAt: number;
  /** People act on pages in a browser, or the suite acts for them over the wire. */
  onPages: boolean;
  steps: readonly StepTraffic[];
  logs: readonly RawLogLine[];
}

const MOST_ARROWS = 150;
const LONGEST_LABEL = 64;
export const SUITE = 'the suite';
const AGENTS = 'agents';

/** Frames that tell of an agent's work; the backend only passes them on. */
const OF_AGENTS = /^(agent|tool|partial_result|final_report)/;
const EXTERNAL = new Set(['mail', 'llm', 'identity', 'payment']);
const DATABASE = /database|postgres|redis|cache|analytics|clickhouse/;

/**
 * Who exchanged what with whom, in the order of time, from what really travelled: what the suite saw itself, and what
 * the services' logs tell of exchanges among them. Nothing is drawn that nobody saw.
 */
export function sequenceOf({ startedAt, onPages, steps, logs }: Drawn): Sequence {
  const seen = steps.flatMap((step) => [
    ...acts(step, onPages),
    ...step.exchanges.map((exchange) => arrowOf(exchange, step.index, onPages)),
  ]);
  const arrows = merged(
    [...seen, ...arrowsAmongServices(logs)]
      .sort((a, b) => a.at - b.at)
      .map((arrow) => ({ ...arrow, at: Math.round(arrow.at - startedAt), label: shortened(arrow.label) })),
  );
  const shown = arrows.slice(0, MOST_ARROWS);
  return { lanes: lanesOf(shown), arrows: shown, left_out: arrows.length - shown.length };
}

/** What a person does on a page, or sees there; the page then asks the services for it. */
function acts({ index, text, isOutcome, startedAt, exchanges }: StepTraffic, onPages: boolean): Arrow[] {
  const people = onPages ? new Set(exchanges.map(({ actor }) => actor).filter(isPerson)) : [];
  return [...people].map((person) => ({
    ...(isOutcome ? { from: browserOf(person), to: person } : { from: person, to: browserOf(person) }),
    ...{ at: startedAt, label: text, kind: 'act' },
    ...{ times: 1, failed: false, seen_by: 'suite', step: index },
  }));
}

function arrowOf(exchange: RawExchange, step: number, onPages: boolean): Arrow {
  const { at, actor, peer, kind, what } = exchange;
  const asker = onPages && isPerson(actor) ? browserOf(actor) : actor;
  const arrow: Arrow = {
    ...{ at, from: asker, to: peer, label: what, kind: kindOf(kind), times: 1 },
    ...{ failed: /(-> ([45]\d\d|no answer))|^closed 4/.test(what), seen_by: 'suite', step },
  };
  const mail = mailIn(exchange);
  if (mail) return { ...arrow, from: peer, to: mail.to, label: mail.subject, kind: 'smtp' };
  const received = /^received (.*)/.exec(what)?.[1];
  if (received !== undefined)
    return { ...arrow, from: OF_AGENTS.test(received) ? AGENTS : peer, to: asker, label: received };
  return { ...arrow, label: what.replace(/^sent /, '') };
}

/** A mail that was read is a mail that somebody got. */
function mailIn({ peer, received }: RawExchange): { to: string; subject: string } | undefined {
  if (peer !== 'mail' || typeof received !== 'object' || received === null) return undefined;
  const { Subject, To } = received as { Subject?: unknown; To?: unknown };
  const to: unknown = Array.isArray(To) ? (To as readonly { Name?: unknown }[])[0]?.Name : undefined;
  return typeof Subject === 'string' && typeof to === 'string' && to !== ''
    ? { to, subject: Subject }
    : undefined;
}

const isPerson = (actor: string): boolean => actor !== SUITE;
const browserOf = (person: string): string => `${person}'s browser`;

function kindOf(kind: string): Arrow['kind'] {
  return kind === 'websocket' || kind === 'sql' || kind === 'redis' || kind === 'smtp' ? kind : 'http';
}

/** What follows itself is drawn once, with its number. */
function merged(arrows: readonly Arrow[]): Arrow[] {
  const out: Arrow[] = [];
  for (const arrow of arrows) {
    const last = out.at(-1);
    const isSame =
      last &&
      (['from', 'to', 'label', 'kind', 'step'] as const).every((member) => last[member] === arrow[member]);
    if (isSame) last.times += arrow.times;
    else out.push(arrow);
  }
  return out;
}

/** People first, then their browsers, the platform from its edge to its stores, and what lies outside of it. */
function lanesOf(arrows: readonly Arrow[]): Lane[] {
  const order: Lane['kind'][] = ['person', 'browser', 'suite', 'service', 'agents', 'database', 'external'];
  const ids = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))];
  const services = new Set(arrows.filter(({ kind }) => kind !== 'act').map(({ to }) => to));
  const askers = new Set(arrows.filter(({ seen_by }) => seen_by === 'suite').map(({ from }) => from));
  const kindOfLane = (id: string): Lane['kind'] => {
    if (id === SUITE) return 'suite';
    if (id === AGENTS) return 'agents';
    if (id.endsWith("'s browser")) return 'browser';
    if (EXTERNAL.has(id)) return 'external';
    if (DATABASE.test(id)) return 'database';
    return /^\p{Lu}/u.test(id) || (askers.has(id) && !services.has(id)) ? 'person' : 'service';
  };
  const rank = ['frontend', 'auth', 'backend'];
  return ids
    .map((id): Lane => ({ id, kind: kindOfLane(id), name: nameOf(id) }))
    .sort(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        ((rank.indexOf(a.id) + 99) % 99) - ((rank.indexOf(b.id) + 99) % 99) ||
        a.name.localeCompare(b.name),
    );
}

function nameOf(id: string): string {
  return EXTERNAL.has(id) ? `${id} (stand-in)` : id;
}

function shortened(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
}
