import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileFault, LaunchFault, sentenceOf, writingToCache } from './faults';
import type { Toolbox } from './processes/toolbox';
import type { Steps } from './steps';

export interface BundlePlan {
  projectRoot: string;
  cacheDir: string;
  tools: Toolbox;
  steps: Steps;
  /** Names the state of the sources and the set of entries: the same key always stands for the same bundles. */
  key: string;
  /** Process name to its TypeScript entry point, absolute. */
  entries: Readonly<Record<string, string>>;
}

export interface Bundles {
  folder: string;
  /** What every bundled process needs in its environment, for a fast start and for packages that stay outside. */
  env: Readonly<Record<string, string>>;
  file(process: string): string;
}

/** Packages with native parts, or that find files of their own by their place on disk. */
const EXTERNAL = ['@node-rs/argon2', 'pg-native', 'esbuild', '@swc/core', 'ts-node'];
const KEPT_MS = 6 * 3600 * 1000;
const TOUCH_AFTER_MS = 3600 * 1000;

/**
 * The bundles for the sources as they are now: from the cache, or made at once and put there whole. Several
 * launchers may make the same ones at the same time; the first one's stay.
 */
export async function ensureBundles(plan: BundlePlan): Promise<Bundles> {
  const { projectRoot, cacheDir, key, entries, tools, steps } = plan;
  const home = join(cacheDir, 'bundles');
  const folder = join(home, key);
  const bundles: Bundles = {
    folder,
    env: { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), NODE_PATH: join(projectRoot, 'node_modules') },
    file: (process) => join(folder, `${process}.cjs`),
  };
  if (!existsSync(folder)) {
    const build = async () => {
      await mkdir(home, { recursive: true });
      await removeOld(home);
      await make(plan, home, folder);
    };
    await steps.prepare('bundle the services', () => writingToCache(cacheDir, build));
  }
  if (!existsSync(join(folder, 'primed'))) {
    await steps.prepare('prime the compile cache', () =>
      prime(bundles, Object.keys(entries), cacheDir, tools),
    );
  }
  await markUsed(folder);
  return bundles;
}

async function make({ projectRoot, entries }: BundlePlan, home: string, folder: string): Promise<void> {
  const draft = await mkdtemp(join(home, 'draft-'));
  try {
    await bundle(projectRoot, entries, draft);
    for (const [process, entry] of Object.entries(entries)) await copyMigrations(process, entry, draft);
    await rename(draft, folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function bundle(projectRoot: string, entries: BundlePlan['entries'], outdir: string): Promise<void> {
  // Needed only here: most starts find their bundles in the cache.
  const { build, stop } = createRequire(join(projectRoot, 'package.json'))(
    'esbuild',
  ) as typeof import('esbuild');
  try {
    await build({
      absWorkingDir: projectRoot,
      entryPoints: { ...entries },
      outdir,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      external: EXTERNAL,
      // Packages written as ES modules ask for their place; CommonJS has another name for it.
      define: { 'import.meta.url': '__moduleUrl' },
      banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
      logLevel: 'silent',
    });
  } catch (cause) {
    throw new LaunchFault(`The services cannot be bundled: ${sentenceOf(cause)}`, { cause });
  } finally {
    await stop();
  }
}

/** A service's migrations lie beside its bundle as `<process>.migrations`. */
async function copyMigrations(process: string, entry: string, draft: string): Promise<void> {
  const workspace = dirname(dirname(entry));
  for (const migrations of [join(workspace, 'migrations'), join(workspace, 'src/migrations')]) {
    if (existsSync(migrations))
      await cp(migrations, join(draft, `${process}.migrations`), { recursive: true });
  }
}

/**
 * Fills Node's compile cache, which is written only at a clean exit: without settings a service loads everything
 * and leaves with an error. Whether it does is its own affair; a bundle that does not load shows at its start.
 */
async function prime(bundles: Bundles, processes: string[], cacheDir: string, tools: Toolbox): Promise<void> {
  const env = { PATH: process.env.PATH, ...bundles.env };
  await Promise.all(
    processes.map((name) => tools.run(process.execPath, [bundles.file(name)], { env, cwd: '/' })),
  );
  await writingToCache(cacheDir, () => writeFile(join(bundles.folder, 'primed'), ''));
}

/** Bundles of earlier states of the sources, unused for hours: another launcher may still start from younger ones. */
async function removeOld(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const path = join(home, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
}

async function markUsed(folder: string): Promise<void> {
  const now = new Date();
  if (now.getTime() - statSync(folder).mtimeMs < TOUCH_AFTER_MS) return;
  await utimes(folder, now, now).catch((cause: unknown) => {
    // A cache that is complete may be read-only.
    if (fileFault(cause) === undefined) throw cause;
  });
}
