import type { Metafile } from 'esbuild';

/** What one process's bundle is made of, as the bundler found it when it followed every import. */
export interface BundleContents {
  /** Sources of this project, from its root. */
  modules: string[];
  /** What is loaded only when it is first needed, as the sources name it. */
  later: string[];
}

const SOURCES = 'platform/';

/** @param entry the process's entry point, from the project's root */
export function contentsOf({ inputs }: Pick<Metafile, 'inputs'>, entry: string): BundleContents {
  const modules = new Set<string>();
  const later = new Set<string>();
  const reached = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const isOurs = path.startsWith(SOURCES);
    if (isOurs) modules.add(path);
    for (const { path: target, kind, original, external } of inputs[path]?.imports ?? []) {
      if (isOurs && kind === 'dynamic-import') later.add(original ?? target);
      if (!external) open.push(target);
    }
  }
  return { modules: [...modules].sort(), later: [...later].sort() };
}
