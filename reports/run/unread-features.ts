import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What features tell that a run left out altogether: they are there, and nobody looked at them. */
export interface UnreadFeatures {
  journeys: ReadonlySet<string>;
  /** Demands that their scenarios claim. */
  claims: ReadonlySet<string>;
}

export const NONE_UNREAD: UnreadFeatures = { journeys: new Set(), claims: new Set() };

/**
 * A run of one journey is given one file. The others are not uncovered for that.
 * @param read the features that the run read, from the project's root.
 * @param root the folder with `features/`.
 */
export function unreadFeatures(read: ReadonlySet<string>, root: string): UnreadFeatures {
  const journeys = new Set<string>();
  const claims = new Set<string>();
  for (const file of globSync('features/**/*.feature', { cwd: root })) {
    if (read.has(file.replaceAll('\\', '/'))) continue;
    const text = readFileSync(join(root, file), 'utf8');
    journeys.add(/@journey:([\w-]+)/.exec(text)?.[1] ?? basename(file, '.feature'));
    for (const [, id] of text.matchAll(/@req:([\w.]+)/g)) if (id) claims.add(id);
  }
  return { journeys, claims };
}
