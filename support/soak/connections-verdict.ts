import type { Claim } from './verdict';

/** What a soak of connections came to; memory in bytes. */
export interface Crowded {
  readonly connections: number;
  /** Connections that still answered after all of them had been there for a while. */
  readonly alive: number;
  readonly memory: { readonly before: number; readonly during: number };
  /** How many people asked at once, and how many read an answer that was whole, every piece once and in order. */
  readonly asked: number;
  readonly answered: number;
  /** Events that all of their connections received, and what was wrong with any of them. */
  readonly events: number;
  readonly breaches: readonly string[];
  readonly file: {
    readonly wanted: number;
    readonly messages: number;
    readonly bytes: number;
    readonly memory: { readonly before: number; readonly most: number };
  };
}

const MEGABYTE = 1_048_576;
/** That 1,000 idle connections may cost one backend. */
const MOST_FOR_A_THOUSAND = 100 * MEGABYTE;
/**
 * That a file may cost while it is made and sent, however long it is: what the runtime lets lie before it collects it. One
 * of 10,000 long messages that was held whole would cost some 250 MB.
 */
const MOST_FOR_A_FILE = 150 * MEGABYTE;

/** Each claim with the figures that it stands on. */
export function claimsOfCrowd(crowded: Crowded): Claim[] {
  const { connections, alive, memory, asked, answered, events, breaches, file } = crowded;
  const cost = memory.during - memory.before;
  const allowed = (MOST_FOR_A_THOUSAND * connections) / 1_000;
  const growth = file.memory.most - file.memory.before;
  const [first] = breaches;
  return [
    {
      words: `${connections} idle connections cost one backend ${mega(cost)}, at most ${mega(allowed)}`,
      holds: connections > 0 && cost < allowed,
    },
    { words: `and each of them still answers: ${alive}`, holds: alive === connections },
    {
      words: `${asked} people who ask at once read whole answers: ${answered}`,
      holds: asked > 0 && answered === asked,
    },
    {
      words: `of ${events} events none is out of order, doubled or missing${first === undefined ? '' : `: ${first}`}`,
      holds: events > 0 && breaches.length === 0,
    },
    {
      words: `a file has all of ${file.wanted} messages: ${file.messages} in ${mega(file.bytes)}`,
      holds: file.wanted > 0 && file.messages === file.wanted,
    },
    {
      words: `and costs the backend ${mega(growth)} while it is made and sent, at most ${mega(MOST_FOR_A_FILE)}`,
      holds: growth < MOST_FOR_A_FILE,
    },
  ];
}

function mega(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
