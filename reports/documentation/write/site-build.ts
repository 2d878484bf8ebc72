import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const PROJECT = resolve(__dirname, '..', '..', '..');
const SITE = join(PROJECT, 'reports', 'documentation', 'site');
const CACHE = join(PROJECT, '.cache', 'documentation');
const VITE = join(PROJECT, 'node_modules', 'vite', 'bin', 'vite.js');

/** The site's script and style sheet: the same for every run, until its sources change. */
export interface SiteBuild {
  script: string;
  style: string;
}

/**
 * From the cache, or built at once by Vite in a process of its own: a run that finds it there loads nothing of Vite, and
 * a run that ends early can still have it.
 */
export function siteBuild(cache: string = CACHE): SiteBuild {
  const folder = join(cache, sourceHash());
  if (!existsSync(folder)) build(folder);
  return {
    script: readFileSync(join(folder, 'site.js'), 'utf8'),
    style: readFileSync(join(folder, 'site.css'), 'utf8'),
  };
}

/** Names what the site is made of: its sources and, by the lockfile, Vite and its packages. */
function sourceHash(): string {
  const hash = createHash('sha256');
  const sources = globSync(['src/**/*', 'vite.config.mts'], { cwd: SITE, exclude: ['**/*.test.ts'] });
  for (const file of [
    ...sources.filter((path) => /\.\w+$/.test(path)).sort(),
    join(PROJECT, 'package-lock.json'),
  ])
    hash
      .update(`${file}\0`)
      .update(readFileSync(resolve(SITE, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 20);
}

/** Whole or not at all: whoever builds it at the same time puts the same there. */
function build(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    const args = [
      'build',
      '.',
      '--configLoader',
      'runner',
      '--logLevel',
      'error',
      '--emptyOutDir',
      '--outDir',
      draft,
    ];
    execFileSync(process.execPath, [VITE, ...args], {
      cwd: SITE,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (!existsSync(folder)) renameSync(draft, folder);
  } catch (cause) {
    throw new Error(`The documentation's pages cannot be built: ${lastWords(cause)}`, { cause });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function lastWords(cause: unknown): string {
  const { stderr, message } = cause as { stderr?: Buffer; message?: string };
  const lines = stripVTControlCharacters(stderr?.toString() || (message ?? String(cause))).split('\n');
  const told = lines.map((line) => line.trim()).filter((line) => line !== '' && !/^at /.test(line));
  return told.slice(0, 3).join(' ');
}
