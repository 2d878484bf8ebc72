import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cachedFolder } from './cache-folder';
import { EnvironmentFault, LaunchFault } from './faults';
import type { Toolbox } from './processes/toolbox';
import type { Steps } from './steps';
import { fingerprintOf } from './variant';

export interface PagesPlan {
  projectRoot: string;
  /** The pages' workspace folder, with `vite.config.mts`. */
  sources: string;
  /** Path from the project's root -> the text that is built in its place. */
  changed?: Readonly<Record<string, string>> | undefined;
  cacheDir: string;
  tools: Toolbox;
  steps: Steps;
}

const CONFIGURATION = 'vite.config.mts';
/** The same, with other words for some sources. */
const VARIANT_CONFIGURATION = 'platform/launcher/bin/pages-variant.config.mjs';
/** What a build leaves beside the sources, and what belongs to the sources' own checks. */
const NOT_PAGES = /(^|\/)(node_modules|dist|testing)(\/|$)|\.test\.tsx?$/;

const BESIDE_THE_POINT = /^(at |✗|error during build|Build failed with|errors:|[{}])|[╭│╰─]/;

/**
 * The folder with the pages as Vite builds them, for the sources as they are now: from the cache, or made at once.
 * Vite runs as a program of its own, so that a start that finds its pages loads nothing of it.
 * @throws LaunchFault with what Vite said last
 */
export async function ensurePages(plan: PagesPlan): Promise<string> {
  const { projectRoot, sources, cacheDir, steps, changed } = plan;
  const key = await hashOfPages(projectRoot, sources);
  return await cachedFolder({
    cacheDir,
    kind: 'web',
    key: changed ? `${key}-${fingerprintOf(changed)}` : key,
    steps,
    step: 'build the pages',
    make: (folder) => build(plan, folder),
  });
}

/** Names what the pages are made of: their sources and, by the lockfile, the packages and Vite itself. */
async function hashOfPages(projectRoot: string, sources: string): Promise<string> {
  const found = await readdir(sources, { withFileTypes: true, recursive: true }).catch((cause: unknown) => {
    throw new EnvironmentFault(`The pages' sources cannot be read in ${sources}.`, { cause });
  });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !NOT_PAGES.test(relative(sources, file)))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(projectRoot, 'package-lock.json')]) {
    hash
      .update(`${relative(projectRoot, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 20);
}

async function build(
  { projectRoot, sources, cacheDir, changed, tools }: PagesPlan,
  folder: string,
): Promise<void> {
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  // The runner reads the configuration without writing a compiled copy of it into node_modules.
  const configuration = changed ? join(projectRoot, VARIANT_CONFIGURATION) : CONFIGURATION;
  const args = ['build', '.', '--config', configuration, '--configLoader', 'runner', '--logLevel', 'error'];
  // A style sheet's tools look for a home folder; a user whom the system does not know has none.
  const env = {
    PATH: process.env.PATH,
    HOME: cacheDir,
    NODE_ENV: 'production',
    NO_COLOR: '1',
    ...(changed ? { PAGES_CHANGED: JSON.stringify(changed) } : {}),
  };
  const { code, stdout, stderr } = await tools.run(
    process.execPath,
    [vite, ...args, '--outDir', folder, '--emptyOutDir'],
    { env, cwd: sources },
  );
  if (code !== 0) throw new LaunchFault(`The pages cannot be built: ${lastWords(stderr || stdout)}`);
}

/** What went wrong, without where in Vite it did, and without the piece of source that it draws. */
function lastWords(said: string): string {
  const lines = stripVTControlCharacters(said)
    .split('\n')
    .map((line) => line.trim());
  const told = lines.filter((line) => line !== '' && !BESIDE_THE_POINT.test(line));
  return told.length === 0 ? 'Vite said nothing.' : told.slice(0, 3).join(' ');
}
