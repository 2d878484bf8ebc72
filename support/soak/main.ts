import { runCommand } from '../command';
import { Launcher, type LaunchedPlatform } from '../launcher';
import { Sentence } from '../sentence';
import { crowd } from './connections';
import { claimsOfCrowd } from './connections-verdict';
import { killUnderWrites } from './kills';
import { claimsOfKills } from './kills-verdict';
import { readSoakOptions, SOAK_HELP, type SoakOptions } from './options';
import { guessPasswords } from './passwords';
import { Progress } from './progress';
import { claimsOf, type Claim } from './verdict';
import { visitAgainAndAgain } from './visits';
import { claimsOfVisits } from './visits-verdict';

/** `npm run soak`: what takes more calls than a scenario may make, on a platform of its own. */
async function main(argv: readonly string[]): Promise<number> {
  const options = readSoakOptions(argv);
  if (options.what === undefined) {
    process.stdout.write(SOAK_HELP);
    return 0;
  }
  const launcher = new Launcher();
  try {
    return await soak(launcher, options);
  } finally {
    await launcher.stop();
  }
}

async function soaked(
  { what, guesses, addresses, connections, streams, messages, kills, seed, waves }: SoakOptions,
  platform: LaunchedPlatform,
): Promise<readonly Claim[]> {
  if (what === 'connections') {
    tell(`${connections} connections, ${streams} people who ask at once, ${messages} messages to take along`);
    const progress = new Progress('connections', connections, process.stdout);
    return claimsOfCrowd(await crowd(platform, { connections, streams, messages, progress }));
  }
  if (what === 'kills') {
    tell(`${kills} kills of auth or the backend while people write, seed ${seed}`);
    const progress = new Progress('kills', kills, process.stdout);
    return claimsOfKills(await killUnderWrites(platform, { kills, seed, progress }));
  }
  if (what === 'visits') {
    tell(`ten people come, chat and leave, ${waves} times`);
    const progress = new Progress('waves', waves, process.stdout);
    return claimsOfVisits(await visitAgainAndAgain(platform, { waves, progress }));
  }
  tell(`${guesses} guesses at one password, from ${addresses} client addresses`);
  const progress = new Progress('guesses', guesses, process.stdout);
  return claimsOf(await guessPasswords(platform, { guesses, addresses, progress }));
}

async function soak(launcher: Launcher, options: SoakOptions): Promise<number> {
  const platform = await launcher.ready().catch((cause: unknown) => {
    throw new Sentence(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  const startedAt = performance.now();
  const claims = await soaked(options, platform);
  for (const { words, holds } of claims) tell(`${holds ? '✓' : '✗'} ${words}`);
  const broken = claims.filter(({ holds }) => !holds).length;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  tell(`${claims.length - broken} of ${claims.length} claims hold, after ${seconds} s`);
  return broken === 0 ? 0 : 1;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

runCommand(main);
