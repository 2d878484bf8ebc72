import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files/output-directory';
import type { Documentation } from '../pages/documentation';
import type { ScenarioPage } from '../site-data';
import { traceabilityCsv } from './csv';
import { pageOf } from './html-page';
import { pieceScript } from './script-data';
import { SinglePage } from './single-page';
import type { SiteBuild } from './site-build';

export interface Places {
  /** The folder of the site; it is made anew. */
  folder: string;
  /** The same in one file. */
  file: string;
  /** Where the pictures of the run are. */
  evidence: string;
}

/** Writes the site as a folder and as one file. All at once and without waiting: a run may be ending just now. */
export function writeSite(documentation: Documentation, places: Places, build: SiteBuild): void {
  const { folder, file, evidence } = places;
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['data', 'evidence']) mkdirSync(join(folder, part), { recursive: true });
  const { site, journeys } = documentation;
  const single = new SinglePage(site, build);
  const piece = (name: string, value: unknown): void => {
    writeFileSync(join(folder, 'data', `${name}.js`), pieceScript(name, value));
  };
  piece('site', site);
  for (const journey of journeys) {
    piece(journeyPiece(journey.id), journey);
    single.add(journeyPiece(journey.id), journey);
  }
  for (const scenario of documentation.scenarios()) {
    piece(scenarioPiece(scenario.id), scenario);
    single.addScenario(scenarioPiece(scenario.id), scenario);
    keepPictures(scenario, evidence, join(folder, 'evidence'));
  }
  writeFileSync(join(folder, 'site.js'), build.script);
  writeFileSync(join(folder, 'site.css'), build.style);
  writeFileSync(join(folder, 'traceability.csv'), traceabilityCsv(site));
  writeFileSync(join(folder, 'index.html'), pageOf({ kind: 'folder', title: single.title }));
  writeWhole(file, single.text());
}

/** Names of pieces are names of files; the site makes the same of an id (`site/src/pieces.ts`). */
export const journeyPiece = (id: string): string => `journey-${fileName(id)}`;
export const scenarioPiece = (id: string): string => `scenario-${fileName(id)}`;

function fileName(id: string): string {
  return id.replace(/[^\p{L}\p{N}_-]/gu, '_');
}

/** The site stands by itself wherever its folder is taken. A second name for the same file costs nothing. */
function keepPictures({ steps, hooks }: ScenarioPage, from: string, to: string): void {
  for (const name of [...steps, ...hooks].flatMap(({ pictures }) => pictures)) {
    const [source, copy] = [join(from, name), join(to, name)];
    if (!existsSync(source) || existsSync(copy)) continue;
    try {
      linkSync(source, copy);
    } catch {
      copyFileSync(source, copy); // Another file system, or one without second names.
    }
  }
}
