import type { Journey } from '../../../requirements/catalogue';
import type { FeatureFile, Finding, Rule } from '../model';

/** Every feature is a journey of the catalogue, lies where its capability says, and repeats the catalogue's figures. */
export const journeyTags: Rule = ({ features, catalogue }) =>
  features.flatMap((file) => {
    const id = tagsNamed(file, 'journey');
    const [only] = id;
    if (only === undefined || id.length > 1)
      return [about(file, `The feature carries ${id.length} @journey: tags; it must carry one.`)];
    const journey = catalogue.journeys.get(only);
    if (!journey) {
      return [
        about(
          file,
          `@journey:${only} is no journey of requirements/catalogue.yaml; the journeys are ${[...catalogue.journeys.keys()].join(', ')}.`,
        ),
      ];
    }
    return [...agreement(file, journey), ...place(file, journey)];
  });

function agreement(file: FeatureFile, { id, priority, owner, mrr }: Journey): Finding[] {
  const wanted = { priority, owner, mrr: mrr === null ? 'none' : String(mrr) };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = tagsNamed(file, name);
    if (found.length === 1 && found[0] === value) return [];
    const said = found.length === 0 ? 'is missing' : `says ${found.join(' and ')}`;
    return [about(file, `@${name}: ${said}; requirements/catalogue.yaml says @${name}:${value} for ${id}.`)];
  });
}

function place({ file }: FeatureFile, { id, capability }: Journey): Finding[] {
  const wanted = `features/${capability}/${id}.feature`;
  return file === wanted
    ? []
    : [{ file, line: 1, rule: 'journey-tags', sentence: `The file belongs at ${wanted}.` }];
}

/** What scenarios claim exists, and every scenario claims something. */
export const requirementTags: Rule = ({ features, catalogue }) =>
  features.flatMap(({ file, scenarios }) =>
    scenarios.flatMap(({ scenario, variants }) =>
      variants.flatMap(({ line, tags }) => {
        const claimed = tags.filter((tag) => tag.startsWith('req:')).map((tag) => tag.slice('req:'.length));
        const here = (sentence: string): Finding => ({ file, line, rule: 'requirement-tags', sentence });
        if (claimed.length === 0)
          return [here(`"${scenario.name}" claims no requirement; add the @req: that it shows.`)];
        return claimed
          .filter((id) => !catalogue.requirements.has(id))
          .map((id) =>
            here(`@req:${id} is not in requirements/catalogue.yaml; correct the id or add the demand.`),
          );
      }),
    ),
  );

function tagsNamed({ feature }: FeatureFile, name: string): string[] {
  const prefix = `@${name}:`;
  return feature.tags
    .filter((tag) => tag.name.startsWith(prefix))
    .map((tag) => tag.name.slice(prefix.length));
}

function about({ file, feature }: FeatureFile, sentence: string): Finding {
  return { file, line: feature.location.line, rule: 'journey-tags', sentence };
}
