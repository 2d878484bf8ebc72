import { parseArgs } from 'node:util';
import { oneOf, Sentence } from '../sentence';

export interface SoakOptions {
  /** undefined: only the help is wanted. */
  readonly what: (typeof SOAKS)[number] | undefined;
  readonly guesses: number;
  readonly addresses: number;
  readonly connections: number;
  readonly streams: number;
  readonly messages: number;
  readonly kills: number;
  readonly seed: number;
  readonly waves: number;
}

const SOAKS = ['passwords', 'connections', 'kills', 'visits'] as const;
const MOST_GUESSES = 10_000;
const MOST_ADDRESSES = 200;
const MOST_CONNECTIONS = 5_000;
const MOST_STREAMS = 500;
const MOST_MESSAGES = 50_000;
const MOST_KILLS = 45;
/** A plan that costs nothing has 200 questions: each wave takes one of everybody, each kill at most four. */
const MOST_WAVES = 150;
const MOST_SEED = 999_999_999;

export const SOAK_HELP = `npm run soak -- <what> [options]

  passwords        guesses at one account's password from many client addresses: nothing opens, nobody else is locked out
    --guesses N    how many guesses (default 1000, at most ${MOST_GUESSES})
    --addresses N  from how many client addresses, 127.0.1.1 and up (default 20, at most ${MOST_ADDRESSES})
  connections      many idle connections at one backend, people who ask all at once, and a long history that is taken along
    --connections N  how many connections, 10 of each person (default 1000, at most ${MOST_CONNECTIONS})
    --streams N    how many people ask at once (default 50, at most ${MOST_STREAMS})
    --messages N   how long the history is (default 10000, at most ${MOST_MESSAGES})
  kills            auth or the backend is ended with SIGKILL while people write: nothing is lost, nothing doubled
    --kills N      how often (default 20, at most ${MOST_KILLS})
    --seed N       which service, and when (default: by chance; it is told)
  visits           ten people come, chat and leave over and over: nothing is left of it in the backend
    --waves N      how often (default 30, at most ${MOST_WAVES})
  --help           this text

It starts a platform of its own and talks to nothing but this machine. It ends with a line for each claim. Exit code 0
if all of them hold, 1 if one does not, 2 if it could not begin.
`;

/** @throws Sentence naming the option that is wrong and what it takes. */
export function readSoakOptions(argv: readonly string[]): SoakOptions {
  const options = {
    guesses: { type: 'string', default: '1000' },
    addresses: { type: 'string', default: '20' },
    connections: { type: 'string', default: '1000' },
    streams: { type: 'string', default: '50' },
    messages: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1_000_000)) },
    waves: { type: 'string', default: '30' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  let read;
  try {
    read = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    throw new Sentence(`${why}; the options are ${oneOf(Object.keys(options).map((name) => `--${name}`))}.`, {
      cause,
    });
  }
  const { values, positionals } = read;
  const what = SOAKS.find((name) => name === positionals[0]);
  if (!values.help && (what === undefined || positionals.length > 1))
    throw new Sentence(
      `npm run soak takes one of its names: ${oneOf(SOAKS)}, not "${positionals.join(' ')}".`,
    );
  return {
    what: values.help ? undefined : what,
    guesses: numberOf('--guesses', values.guesses, MOST_GUESSES),
    addresses: numberOf('--addresses', values.addresses, MOST_ADDRESSES),
    connections: numberOf('--connections', values.connections, MOST_CONNECTIONS),
    streams: numberOf('--streams', values.streams, MOST_STREAMS),
    messages: numberOf('--messages', values.messages, MOST_MESSAGES),
    kills: numberOf('--kills', values.kills, MOST_KILLS),
    seed: numberOf('--seed', values.seed, MOST_SEED),
    waves: numberOf('--waves', values.waves, MOST_WAVES),
  };
}

function numberOf(option: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most)
    throw new Sentence(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
  return Number(text);
}
