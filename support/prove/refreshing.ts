import { resolve } from 'node:path';
import { bundledSources, compilesToTheSame } from './bundled-sources';
import type { Defect, Patch } from './defect';
import { nearestPlace } from './nearest-place';
import { applied, sourceOf, Stale } from './patching';

const PROJECT = resolve(__dirname, '..', '..');

/**
 * What of the defects no longer fits the platform's sources, found without running anything: a sentence each. A patch
 * that does not find its words, with the nearest place; one whose words are found and change nothing that is bundled; a
 * setting that its service does not read.
 */
export async function misfitsOf(defects: readonly Defect[], project = PROJECT): Promise<string[]> {
  const bundled = await bundledSources(project);
  const misfits = await Promise.all(
    defects.map(async (defect) => {
      const found = [
        ...(await misfitsOfPatch(defect, bundled, project)),
        ...unreadSettings(defect, bundled, project),
      ];
      return found.map((sentence) => `defects/${defect.id}.yaml: ${sentence}`);
    }),
  );
  return misfits.flat();
}

async function misfitsOfPatch(
  { patch = [] }: Defect,
  bundled: ReadonlySet<string>,
  project: string,
): Promise<string[]> {
  const { sources, stale } = placed(patch, project);
  if (stale.length > 0) return stale;
  const changed = Object.entries(sources);
  const unbundled = changed.filter(([file]) => !bundled.has(file));
  if (unbundled.length > 0)
    return unbundled.map(([file]) => `the patch changes nothing: ${file} is in no bundle and on no page.`);
  const same = await Promise.all(
    changed.map(([file, text]) => compilesToTheSame(file, sourceOf(file, project), text)),
  );
  return changed
    .filter((_, at) => same[at])
    .map(([file]) => `the patch changes nothing: ${file} compiles to the same code with it.`);
}

/** As `patchedSources`, without stopping at the first patch that does not find its words. */
function placed(
  patches: readonly Patch[],
  project: string,
): { sources: Record<string, string>; stale: string[] } {
  const sources: Record<string, string> = {};
  const stale: string[] = [];
  for (const patch of patches) {
    try {
      sources[patch.file] = applied(patch, sources[patch.file] ?? sourceOf(patch.file, project));
    } catch (cause) {
      if (!(cause instanceof Stale)) throw cause;
      stale.push(`the patch is stale: ${cause.message} ${nearestPlace(patch, project)}`);
    }
  }
  return { sources, stale };
}

/** A variable that no source of its service names is set for nobody. */
function unreadSettings({ setting = [] }: Defect, bundled: ReadonlySet<string>, project: string): string[] {
  return setting.flatMap(({ service, name }) => {
    const own = [...bundled].filter((file) => /^platform\/(\w+)\/src\//.exec(file)?.[1] === service);
    const kit = [...bundled].filter((file) => file.startsWith('platform/kit/'));
    const word = new RegExp(`\\b${name}\\b`);
    const isRead = [...own, ...kit].some((file) => word.test(sourceOf(file, project)));
    return isRead ? [] : [`the setting changes nothing: ${service} does not read ${name}.`];
  });
}
