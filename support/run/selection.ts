import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadCatalogue, type Catalogue } from '../../requirements/catalogue';
import { oneOf, Sentence } from '../sentence';

const PROJECT = resolve(__dirname, '..', '..');

export interface Wanted {
  readonly journeys: readonly string[];
  readonly capabilities: readonly string[];
}

/**
 * The feature files that a run reads. Only these are parsed, so that a broken file of one capability does not keep
 * another from being run.
 * @throws Sentence with the known names for a journey or capability that does not exist, or has no feature file yet.
 */
export function selectedPaths(
  { journeys, capabilities }: Wanted,
  catalogue: Catalogue = loadCatalogue(),
  project: string = PROJECT,
): string[] {
  if (journeys.length === 0 && capabilities.length === 0) return ['features/**/*.feature'];
  const all = [...catalogue.journeys.values()];
  const fileOf = ({ id, capability }: (typeof all)[number]) => `features/${capability}/${id}.feature`;
  const written = all.filter((journey) => existsSync(join(project, fileOf(journey))));

  for (const name of journeys) {
    mustBeOneOf(
      name,
      all.map(({ id }) => id),
      'journey',
    );
    mustBeOneOf(
      name,
      written.map(({ id }) => id),
      'journey with a feature file',
    );
  }
  for (const name of capabilities) {
    mustBeOneOf(name, [...new Set(all.map(({ capability }) => capability))], 'capability');
    mustBeOneOf(
      name,
      [...new Set(written.map(({ capability }) => capability))],
      'capability with a feature file',
    );
  }
  return written
    .filter(({ id, capability }) => journeys.includes(id) || capabilities.includes(capability))
    .map(fileOf);
}

function mustBeOneOf(name: string, known: readonly string[], what: string): void {
  if (!known.includes(name)) throw new Sentence(`"${name}" is no ${what}; use ${oneOf([...known].sort())}.`);
}
