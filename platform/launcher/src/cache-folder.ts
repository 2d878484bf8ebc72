import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault, writingToCache } from './faults';
import type { Steps } from './steps';

/** A folder below the cache that is made once for many starts. */
export interface Recipe {
  cacheDir: string;
  /** The kind of thing: folders of one kind lie in a folder of this name. */
  kind: string;
  /** Names what it is made of: the same key always stands for the same content. */
  key: string;
  steps: Steps;
  /** What making it is called, for whoever waits. */
  step: string;
  /** Fills a folder that exists and is empty. */
  make: (folder: string) => Promise<void>;
}

const KEPT_MS = 3 * 3600 * 1000;
const TOUCH_AFTER_MS = 3600 * 1000;

/**
 * The folder of that key: from the cache, or made now and put there whole or not at all. Several launchers may make
 * the same one at the same time; the first one's stays. Earlier ones go when nobody has used them for hours.
 */
export async function cachedFolder(recipe: Recipe): Promise<string> {
  const { cacheDir, kind, key, steps, step } = recipe;
  const home = join(cacheDir, kind);
  const folder = join(home, key);
  if (existsSync(folder)) {
    await markUsed(folder);
    return folder;
  }
  const fill = async () => {
    await mkdir(home, { recursive: true });
    await removeOld(home);
    await makeWhole(recipe, home, folder);
  };
  await steps.prepare(step, () => writingToCache(cacheDir, fill));
  return folder;
}

async function makeWhole({ make }: Recipe, home: string, folder: string): Promise<void> {
  const draft = await mkdtemp(join(home, 'draft-'));
  try {
    await make(draft);
    await rename(draft, folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Made from earlier states of the sources, unused for hours: another launcher may still start from younger ones. */
async function removeOld(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const path = join(home, name);
    const found = await stat(path).catch(() => undefined); // another launcher may remove it at the same time
    if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
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
