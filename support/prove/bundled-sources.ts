import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { build, transform, type Loader, type Plugin } from 'esbuild';

const PROJECT = resolve(__dirname, '..', '..');
/** What a defective platform is bundled from anew: its services and its pages; stand-ins and launcher stay as they are. */
const ENTRIES = ['auth', 'analytics', 'backend', 'frontend'].map(
  (service) => `platform/${service}/src/main.ts`,
);
const PAGES = 'platform/frontend/web/src/main.tsx';
/** Packages of the platform itself; all others are nobody's to break. */
const OWN_PACKAGE = /^(\.|\/|@reference\/)/;
const LOADERS: Readonly<Record<string, Loader>> = { '.ts': 'ts', '.tsx': 'tsx', '.css': 'css' };

/** The sources, from the project's root, that end up in a bundle of a service or on a page: a tenth of a second. */
export async function bundledSources(project = PROJECT): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [...ENTRIES, PAGES].filter((entry) => existsSync(join(project, entry))),
    outdir: join(project, '.cache', 'never-written'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    plugins: [onlyOwnSources],
    logLevel: 'silent',
  });
  // A source of which nothing is left in any output is not there either: one of types alone, or one that nobody uses.
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return new Set(parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path));
}

/** Leaves packages, fonts and pictures out, which nobody patches. */
const onlyOwnSources: Plugin = {
  name: 'only-own-sources',
  setup: (bundler) => {
    bundler.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      const isOwn = kind === 'entry-point' || (kind !== 'url-token' && OWN_PACKAGE.test(path));
      return isOwn ? undefined : { path, external: true };
    });
  },
};

/** Whether both texts of a source compile to the same code: another comment, type or line break is no change. */
export async function compilesToTheSame(file: string, one: string, other: string): Promise<boolean> {
  const loader = LOADERS[extname(file)] ?? 'text';
  const compiled = await Promise.all(
    [one, other].map((text) => transform(text, { loader, jsx: 'automatic', legalComments: 'none' })),
  );
  return compiled[0]?.code === compiled[1]?.code;
}
