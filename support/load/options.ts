import { parseArgs } from 'node:util';
import { oneOf, Sentence } from '../sentence';
import { knownTargets } from '../targets/target-file';

export interface LoadOptions {
  readonly help: boolean;
  readonly target: string;
  /** Over all machines. */
  readonly users: number;
  readonly minutes: number;
  /** Which part of the users comes from this machine, of how many. */
  readonly share: { readonly part: number; readonly of: number };
}

const MOST_USERS = 100_000;
const MOST_MINUTES = 24 * 60;
const MOST_MACHINES = 1_000;

export const LOAD_HELP = `npm run load -- [options]

  --users N        how many people come, evenly over the first half of the time (default 500, at most ${MOST_USERS})
  --minutes N      how long it takes, fractions allowed; who has come goes on asking to the end (default 2)
  --target NAME    which platform: ${knownTargets().join(', ')} (default local: one that it starts itself)
  --share K/N      this machine's part of the people, 1/4 to 4/4 on four machines (default 1/1); see docs/load.md
  --help           this text

Each of them signs up, confirms the address, logs in, opens the chat and asks, over and over, what concerns nobody else.
Whoever reads somebody else's, or a wrong, lost, doubled or unordered answer, is told; so is how long everything took.
Figures: reports/output/load.json. Exit code 0 if every claim holds, 1 if one does not, 2 if it could not begin.
`;

/** @throws Sentence naming the option that is wrong and what it takes. */
export function readLoadOptions(argv: readonly string[]): LoadOptions {
  const options = {
    users: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '2' },
    target: { type: 'string', default: 'local' },
    share: { type: 'string', default: '1/1' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options, allowPositionals: false }));
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    throw new Sentence(`${why}; the options are ${oneOf(Object.keys(options).map((name) => `--${name}`))}.`, {
      cause,
    });
  }
  return {
    ...{ help: values.help, target: values.target, share: shareIn(values.share) },
    users: wholeNumber('--users', values.users, MOST_USERS),
    minutes: minutesIn(values.minutes),
  };
}

/** The numbers of the people who come from this machine: from, up to and without; no two machines have one in common. */
export function peopleOf({ users, share }: Pick<LoadOptions, 'users' | 'share'>): {
  from: number;
  to: number;
} {
  const upTo = (part: number) => Math.floor((users * part) / share.of);
  return { from: upTo(share.part - 1), to: upTo(share.part) };
}

function shareIn(text: string): LoadOptions['share'] {
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part >= 1 && part <= of && of <= MOST_MACHINES) return { part, of };
  throw new Sentence(
    `--share takes this machine's number and how many there are, such as 2/4, not "${text}".`,
  );
}

function minutesIn(text: string): number {
  const minutes = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && minutes >= 0.1 && minutes <= MOST_MINUTES) return minutes;
  throw new Sentence(`--minutes takes a number from 0.1 to ${MOST_MINUTES}, not "${text}".`);
}

function wholeNumber(option: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new Sentence(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
}
