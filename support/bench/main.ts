import { parseArgs } from 'node:util';
import { runCommand } from '../command';
import { Launcher } from '../launcher';
import { oneOf, Sentence } from '../sentence';
import type { LauncherInstance } from '../targets/launcher-instance';
import type { Control } from '../targets/platform-under-test';
import { documentation } from './documentation';
import { firstEvent } from './first-event';
import { loginTime } from './login-time';
import { platformStart } from './platform-start';
import { tokenVerification } from './token-verification';

const HELP = `npm run bench -- [what ...]

  start    how long the platform takes to come up from a warm cache, median of five; a figure, without a verdict
  tokens   what checking a token adds to a call of the backend; under 1 ms at the median
  logins   whether a refused login takes as long for an address that nobody has; medians within a tenth
  docs     the living documentation of 2,000 scenarios: built in 10 s and 500 MB, seen in 1 s, searched in 100 ms
  events   how soon an agent is at work on a question, and how long events are on their way; 150 and 50 ms at p95
  --help   this text

Without a name, all of them. For a machine that does nothing else. Exit code 1 if a claim does not hold.
`;

/** Those that make a claim, on one platform that they share. */
const CLAIMS: Readonly<Record<string, (instance: LauncherInstance, control: Control) => Promise<boolean>>> = {
  tokens: tokenVerification,
  logins: loginTime,
  events: firstEvent,
};
const NAMES = ['start', 'docs', ...Object.keys(CLAIMS)];

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(argv);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = positionals.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Sentence(`There is no bench "${unknown}"; use ${oneOf(NAMES)}.`);
  const wanted = positionals.length > 0 ? positionals : NAMES;
  if (wanted.includes('start')) await platformStart();
  const isDocumented = wanted.includes('docs') ? await documentation() : true;
  const claims = Object.entries(CLAIMS).filter(([name]) => wanted.includes(name));
  const allClaims = claims.length === 0 || (await allHold(claims.map(([, claim]) => claim)));
  return allClaims && isDocumented ? 0 : 1;
}

/** @throws Sentence for an option that there is not */
function parsed(argv: readonly string[]) {
  const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('.')[0];
    throw new Sentence(`${why}; the only option is --help.`, { cause });
  }
}

async function allHold(claims: readonly (typeof CLAIMS)[string][]): Promise<boolean> {
  const launcher = new Launcher();
  try {
    const { instance, control } = await launcher.ready();
    const holding: boolean[] = [];
    for (const claim of claims) holding.push(await claim(instance, control));
    return holding.every(Boolean);
  } finally {
    await launcher.stop();
  }
}

runCommand(main);
