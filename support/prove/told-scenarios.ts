import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Pickle } from '@cucumber/messages';
import { parseFeature } from '../feature-checks/parse';
import { Sentence } from '../sentence';
import { nameOf } from './judgement';

const PROJECT = resolve(__dirname, '..', '..');

/** A scenario, or one row of its examples, as the feature files tell it. */
export interface ToldScenario {
  /** `<journey> / <title as reports show it>`. */
  readonly name: string;
  readonly title: string;
  readonly journey: string;
  readonly file: string;
  /** From `@req:`. */
  readonly requirements: readonly string[];
  /** Whether it takes a platform of its own. */
  readonly isCostly: boolean;
}

/** @throws Sentence when a feature file cannot be read. */
export function toldScenarios(project = PROJECT): ToldScenario[] {
  return globSync('features/**/*.feature', { cwd: project })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => {
      const feature = parseFeature(file, readFileSync(resolve(project, file), 'utf8'));
      if (Array.isArray(feature))
        throw new Sentence(`${file} cannot be read; npm run lint:features says why.`);
      return feature.pickles.map((pickle) => told(pickle, file));
    });
}

function told({ name: title, tags }: Pickle, file: string): ToldScenario {
  const valuesOf = (prefix: string) =>
    tags.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const [journey = ''] = valuesOf('@journey:');
  return {
    name: nameOf({ journey, name: title }),
    ...{ title, journey, file },
    requirements: valuesOf('@req:'),
    isCostly: valuesOf('@platform:').length > 0,
  };
}
