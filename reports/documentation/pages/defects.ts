import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Proof } from '../../proof';
import type { DefectRow } from '../site-data';

/** What is told of a defect; whoever seeds it reads the rest of its file. */
const toldDefect = z.looseObject({ story: z.string(), requirements: z.array(z.string()).default([]) });

export type Stories = ReadonlyMap<string, z.infer<typeof toldDefect>>;

export const DEFECTS_FOLDER = join(__dirname, '..', '..', '..', 'defects');

/** The stories of all seeded defects; a file that is not as agreed has none, and `npm run lint:defects` says why. */
export function readStories(folder: string = DEFECTS_FOLDER): Stories {
  if (!existsSync(folder)) return new Map();
  const files = globSync('*.yaml', { cwd: folder }).sort();
  return new Map(
    files.flatMap((file) => {
      const told = toldDefect.safeParse(yamlOf(join(folder, file))).data;
      return told ? [[basename(file, '.yaml'), told] as const] : [];
    }),
  );
}

function yamlOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Told by the check of the defects; a page is no place for it.
  }
}

/** @param idOf the page of a scenario that is told as `<journey> / <title>`. */
export function defectRows(
  stories: Stories,
  proof: Proof,
  idOf: (told: string) => string | null,
): DefectRow[] {
  const records = new Map(proof.records.map((record) => [record.defect, record]));
  const ids = [...new Set([...stories.keys(), ...records.keys()])].sort();
  return ids.map((id) => {
    const [story, record] = [stories.get(id), records.get(id)];
    return {
      id,
      story: story?.story.trim() ?? '',
      kind: record?.kind ?? null,
      requirements: [...(record?.requirements ?? story?.requirements ?? [])],
      caught: record?.caught ?? false,
      fresh: record?.fresh ?? false,
      red: (record?.red ?? []).map((name) => ({ name, id: idOf(name) })),
    };
  });
}
