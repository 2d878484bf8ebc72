import { runCommand } from '../command';
import { Launcher } from '../launcher';
import { Sentence } from '../sentence';
import { readSoakOptions, SOAK_HELP, type SoakOptions } from './options';
import { guessPasswords } from './passwords';
import { Progress } from './progress';
import { claimsOf } from './verdict';

/** `npm run soak`: what takes more calls than a scenario may make, on a platform of its own. */
async function main(argv: readonly string[]): Promise<number> {
  const options = readSoakOptions(argv);
  if (options.what === undefined) {
    process.stdout.write(SOAK_HELP);
    return 0;
  }
  const launcher = new Launcher();
  try {
    return await passwords(launcher, options);
  } finally {
    await launcher.stop();
  }
}

async function passwords(launcher: Launcher, { guesses, addresses }: SoakOptions): Promise<number> {
  const platform = await launcher.ready().catch((cause: unknown) => {
    throw new Sentence(cause instanceof Error ? cause.message : String(cause), { cause });
  });
  process.stdout.write(`${guesses} guesses at one password, from ${addresses} client addresses\n`);
  const startedAt = performance.now();
  const progress = new Progress('guesses', guesses, process.stdout);
  const claims = claimsOf(await guessPasswords(platform, { guesses, addresses, progress }));
  for (const { words, holds } of claims) process.stdout.write(`${holds ? '✓' : '✗'} ${words}\n`);
  const broken = claims.filter(({ holds }) => !holds).length;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`${claims.length - broken} of ${claims.length} claims hold, after ${seconds} s\n`);
  return broken === 0 ? 0 : 1;
}

runCommand(main);
