import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { cachedFolder } from './cache-folder';
import { LaunchFault, sentenceOf, writingToCache } from './faults';
import { contentsOf, type BundleContents } from './module-graph';
import type { Toolbox } from './processes/toolbox';
import { answersOf, rollCallEntry, rollCalls, type Answer } from './roll-call';
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
  /** Path from the project's root -> the text that is bundled in its place. */
  changed?: Readonly<Record<string, string>>;
}

export interface Bundles {
  folder: string;
  /** What every bundled process needs in its environment: for packages that stay outside, and a fast start with them. */
  env: Readonly<Record<string, string>>;
  /** What Node runs for a process: a program and its arguments. */
  command(process: string): string[];
  contents(process: string): Promise<BundleContents>;
  /** Loads every module of a process, in a process of its own. */
  rollCall(process: string): Promise<Answer[]>;
}

/** Packages with native parts, or that find files of their own by their place on disk. */
const EXTERNAL = ['@node-rs/argon2', 'chdb', '@chdb/*', 'pg-native', 'esbuild', '@swc/core', 'ts-node'];

/** The bundles for the sources as they are now: from the cache, or made at once and put there whole. */
export async function ensureBundles(plan: BundlePlan): Promise<Bundles> {
  const { projectRoot, cacheDir, key, entries, tools, steps, changed = {} } = plan;
  const folder = await cachedFolder({
    cacheDir,
    kind: 'bundles',
    key,
    steps,
    step: 'bundle the services',
    make: async (draft) => {
      await bundle(projectRoot, entries, changed, draft);
      for (const [process, entry] of Object.entries(entries)) await copyMigrations(process, entry, draft);
    },
  });
  const runner = join(projectRoot, 'platform/launcher/bin/run-bundle.cjs');
  const bundles: Bundles = {
    folder,
    env: { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), NODE_PATH: join(projectRoot, 'node_modules') },
    // Where its inspector listens, should it be told to open one; no two processes may take the same port.
    command: (process) => ['--inspect-port=127.0.0.1:0', runner, join(folder, `${process}.cjs`)],
    contents: async (process) =>
      JSON.parse(await readFile(join(folder, `${process}.contents.json`), 'utf8')) as BundleContents,
    rollCall: async (process) => {
      const env = { PATH: globalThis.process.env.PATH, ...bundles.env };
      return answersOf(
        await tools.run(globalThis.process.execPath, [join(folder, `${process}.roll-call.cjs`)], { env }),
      );
    },
  };
  if (!existsSync(join(folder, 'primed'))) {
    await steps.prepare('prime the compile cache', () =>
      prime(bundles, Object.keys(entries), cacheDir, tools),
    );
  }
  return bundles;
}

/**
 * The bundles of a variant: those of the processes that its sources change are made anew, all others are the base's.
 * @throws LaunchFault when the changed sources end up in no bundle
 */
export async function variantBundles(base: Bundles, plan: Required<BundlePlan>): Promise<Bundles> {
  const own = await ensureBundles(plan);
  const names = Object.keys(plan.entries);
  const same = await Promise.all(names.map((name) => haveSameCode(base, own, name)));
  if (same.every(Boolean))
    throw new LaunchFault(
      `The variant changes no bundle: ${Object.keys(plan.changed).join(', ')} is not in any.`,
    );
  const of = (name: string) => (names.includes(name) ? own : base);
  return {
    ...base,
    command: (name) => of(name).command(name),
    contents: (name) => of(name).contents(name),
    rollCall: (name) => of(name).rollCall(name),
  };
}

async function haveSameCode(one: Bundles, other: Bundles, name: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map(({ folder }) => readFile(join(folder, `${name}.cjs`), 'utf8')),
  );
  return first === second;
}

async function bundle(
  projectRoot: string,
  entries: BundlePlan['entries'],
  changed: Readonly<Record<string, string>>,
  outdir: string,
): Promise<void> {
  // Needed only here: most starts find their bundles in the cache.
  const { build, stop } = createRequire(join(projectRoot, 'package.json'))(
    'esbuild',
  ) as typeof import('esbuild');
  const changes = withChanged(projectRoot, changed);
  const common: BuildOptions = {
    absWorkingDir: projectRoot,
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
  };
  const fromRoot = Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, relative(projectRoot, entry)]),
  );
  try {
    const { metafile } = await build({
      ...common,
      entryPoints: { ...entries },
      plugins: [changes],
      metafile: true,
    });
    const contents = new Map(
      Object.entries(fromRoot).map(([name, entry]) => [name, contentsOf(metafile, entry)]),
    );
    for (const [name, content] of contents)
      await writeFile(join(outdir, `${name}.contents.json`), JSON.stringify(content));
    await build({
      ...common,
      entryPoints: Object.fromEntries(
        Object.keys(entries).map((name) => [`${name}.roll-call`, rollCallEntry(name)]),
      ),
      plugins: [rollCalls(projectRoot, contents, fromRoot), changes],
    });
  } catch (cause) {
    throw new LaunchFault(`The services cannot be bundled: ${sentenceOf(cause)}`, { cause });
  } finally {
    await stop();
  }
}

/** Gives the bundler other words for some sources, as it loads them; nothing on disk is touched. */
function withChanged(projectRoot: string, changed: Readonly<Record<string, string>>): Plugin {
  const texts = new Map(Object.entries(changed).map(([path, text]) => [join(projectRoot, path), text]));
  return {
    name: 'variant',
    setup: (build) => {
      if (texts.size === 0) return;
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = texts.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
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
 * A first run of everything, so that the second one finds it compiled: without settings a service loads what it has
 * and leaves with an error. Whether it does is its own affair; a bundle that does not load shows at its start.
 */
async function prime(bundles: Bundles, processes: string[], cacheDir: string, tools: Toolbox): Promise<void> {
  const env = { PATH: process.env.PATH, ...bundles.env, BUNDLE_FIRST_RUN: '1' };
  await Promise.all(
    processes.map((name) => tools.run(process.execPath, bundles.command(name), { env, cwd: '/' })),
  );
  await writingToCache(cacheDir, () => writeFile(join(bundles.folder, 'primed'), ''));
}
