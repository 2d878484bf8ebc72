import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EnvironmentFault, sentenceOf } from '../faults';
import type { Toolbox } from '../processes/toolbox';
import { cachedRedis, type Fetched } from './redis-from-apt';

/** A Redis server's program and what it needs in its environment. */
export interface RedisProgram {
  path: string;
  env: Readonly<Record<string, string>>;
  version: string;
}

export interface RedisLookup {
  /** REDIS_SERVER_BIN. Who names a program gets that one or an error, never another. */
  chosen: string | undefined;
  /** The PATH to look on. */
  path: string;
  cacheDir: string;
  tools: Toolbox;
  /** Folders beyond the PATH. */
  homebrew?: readonly string[];
  /** The last way; yields why it leads nowhere, where it does. */
  fetch: (cacheDir: string) => Promise<Fetched | string>;
}

const NAMES = ['redis-server', 'valkey-server'];
const HOMEBREW = ['/opt/homebrew/bin', '/usr/local/bin', '/home/linuxbrew/.linuxbrew/bin'];
const OLDEST = { major: 6, minor: 2 };
const WAYS =
  'Install redis-server 6.2 or newer (or valkey-server), for example with `apt-get install redis-server` or ' +
  '`brew install redis`, or set REDIS_SERVER_BIN to the program.';

/**
 * The first usable server of: REDIS_SERVER_BIN, the PATH, Homebrew's folders, the cache, and the distribution's
 * own packages, fetched into the cache without root.
 * @throws EnvironmentFault that says what was found on each way and how to get one
 */
export async function findRedis(lookup: RedisLookup): Promise<RedisProgram> {
  const { chosen, path, cacheDir, tools, homebrew = HOMEBREW, fetch } = lookup;
  if (chosen !== undefined) return await theChosen(chosen, tools);

  const refused: string[] = [];
  for (const candidate of candidates([...path.split(delimiter), ...homebrew])) {
    const found = await probe({ path: candidate, env: {} }, tools);
    if (typeof found !== 'string') return found;
    refused.push(found);
  }
  const cached = cachedRedis(cacheDir);
  const fromCache = cached && (await probe(cached, tools));
  if (fromCache && typeof fromCache !== 'string') return fromCache;
  if (fromCache) refused.push(fromCache);

  const fetched = await fetch(cacheDir).catch(whyNotFetched);
  const fromDistribution = typeof fetched === 'string' ? fetched : await probe(fetched, tools);
  if (typeof fromDistribution !== 'string') return fromDistribution;
  refused.push(fromDistribution);
  const none = 'no redis-server or valkey-server on the PATH, in Homebrew or in the cache';
  throw new EnvironmentFault(`Redis is missing: ${[none, ...refused].join('; ')}. ${WAYS}`);
}

async function theChosen(path: string, tools: Toolbox): Promise<RedisProgram> {
  const found = await probe({ path, env: {} }, tools);
  if (typeof found !== 'string') return found;
  throw new EnvironmentFault(`REDIS_SERVER_BIN cannot be used: ${found}. ${WAYS}`);
}

function candidates(folders: readonly string[]): string[] {
  const paths = folders
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...new Set(paths)].filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // that is the question
  }
}

/** The program with its version, or why it cannot be used. */
async function probe({ path, env }: Fetched, tools: Toolbox): Promise<RedisProgram | string> {
  let told: string;
  try {
    const { stdout, stderr } = await tools.run(path, ['--version'], { env: { ...process.env, ...env } });
    told = stdout || stderr;
  } catch (cause) {
    return `${path} cannot be run (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`;
  }
  const [, major, minor, patch] = /server v=(\d+)\.(\d+)\.(\d+)/.exec(told) ?? [];
  if (major === undefined || minor === undefined) return `${path} does not tell its version`;
  const version = `${major}.${minor}.${patch}`;
  const old =
    Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
  if (old)
    return `${path} is version ${version}, too old (${OLDEST.major}.${OLDEST.minor} or newer is needed)`;
  return { path, env, version };
}

/** What the disk refuses is told as that; whatever else keeps apt from it is one of the ways that lead nowhere. */
function whyNotFetched(cause: unknown): string {
  if (cause instanceof EnvironmentFault) throw cause;
  return `fetching it with apt failed (${sentenceOf(cause).replaceAll('\n', ' ')})`;
}
