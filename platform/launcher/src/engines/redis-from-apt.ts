import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writingToCache } from '../faults';
import type { Toolbox } from '../processes/toolbox';

export interface Fetched {
  path: string;
  env: Readonly<Record<string, string>>;
}

/** What redis-server's packages may bring: itself and libraries. The rest (init scripts, adduser) is not needed. */
const USEFUL = /^(redis|valkey|lib|lua)/;

const LIBRARY_FOLDERS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
};

function toolFolder(cacheDir: string): string {
  return join(cacheDir, 'tools', `redis-${process.platform}-${process.arch}`);
}

export function cachedRedis(cacheDir: string): Fetched | undefined {
  const home = toolFolder(cacheDir);
  const path = join(home, 'usr/bin/redis-server');
  if (!existsSync(path)) return undefined;
  const triplet = LIBRARY_FOLDERS[process.arch] ?? '';
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => [join(home, folder, triplet), join(home, folder)]);
  return { path, env: { LD_LIBRARY_PATH: libraries.join(':') } };
}

/**
 * Takes redis-server and the libraries this machine lacks from the distribution's own packages, signatures
 * checked by apt as ever, without installing anything and without root: apt gets a state folder of its own.
 * @returns why it is not possible, where it is not
 */
export async function fetchRedisWithApt(cacheDir: string, tools: Toolbox): Promise<Fetched | string> {
  if (process.platform !== 'linux') return 'this system has no apt';
  if (!(await isOnPath(tools, 'apt-get')) || !(await isOnPath(tools, 'dpkg')))
    return 'this machine has no apt to fetch it with';
  return await writingToCache(cacheDir, async () => {
    await mkdir(join(cacheDir, 'tools'), { recursive: true });
    const workshop = await mkdtemp(join(cacheDir, 'tools', 'draft-'));
    try {
      await downloadAndUnpack(workshop, tools);
      await putInPlace(join(workshop, 'tree'), toolFolder(cacheDir));
      return cachedRedis(cacheDir) ?? 'the distribution has no redis-server';
    } finally {
      await rm(workshop, { recursive: true, force: true, maxRetries: 3 });
    }
  });
}

async function downloadAndUnpack(workshop: string, tools: Toolbox): Promise<void> {
  const folders = {
    state: join(workshop, 'state'),
    cache: join(workshop, 'cache'),
    packages: join(workshop, 'packages'),
  };
  await mkdir(join(folders.state, 'lists/partial'), { recursive: true });
  await mkdir(join(folders.cache, 'archives/partial'), { recursive: true });
  await mkdir(folders.packages);
  const apt = async (...args: string[]): Promise<string> =>
    await tools.runOrFail('apt-get', [...privateState(folders), ...args], {
      cwd: folders.packages,
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
  await apt('update');
  const plan = await apt('install', '--simulate', '--no-install-recommends', 'redis-server');
  const lacking = [...plan.matchAll(/^Inst (\S+)/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => USEFUL.test(name));
  if (lacking.length === 0)
    throw new Error('redis-server counts as installed here, but its program is not on the PATH');
  await apt('download', ...lacking);
  for (const file of await readdir(folders.packages)) {
    await tools.runOrFail('dpkg', ['-x', join(folders.packages, file), join(workshop, 'tree')]);
  }
}

/** apt's own lists, caches and locks in the workshop; the machine's sources, keys and installed packages as they are. */
function privateState({ state, cache }: { state: string; cache: string }): string[] {
  const options = {
    'Dir::State': state,
    'Dir::State::lists': join(state, 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': cache,
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    // As root apt would hand the download to a user who cannot write here.
    'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
    'Debug::NoLocking': 'true',
  };
  return ['-q', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** Whole or not at all; where another launcher was faster, its copy stays. */
async function putInPlace(tree: string, home: string): Promise<void> {
  try {
    await rename(tree, home);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
  }
}

async function isOnPath(tools: Toolbox, program: string): Promise<boolean> {
  return (await tools.run('/bin/sh', ['-c', `command -v ${program}`])).code === 0;
}
