import type { Background, GherkinDocument, Scenario } from '@cucumber/messages';
import { measuresOf } from '../../measures';
import type { Judged } from '../../states';
import type { Chronicle } from '../record/chronicle';
import { examplesOf, paragraphs, writtenLine, type ToldFeatures } from '../record/told-feature';
import type { JourneyPage, RuleSection, StepLine, Told } from '../site-data';

/** A journey as its feature file tells it; several files of one journey are told one after the other. */
export function journeyPage(
  id: string,
  judged: readonly Judged[],
  chronicle: Chronicle,
  history: JourneyPage['history'],
): JourneyPage {
  const { features } = chronicle;
  const uris = [...new Set(judged.map(({ scenario }) => scenario.uri))];
  const documents = uris.flatMap((uri) => features.documents.get(uri) ?? []);
  return {
    id,
    uri: uris[0] ?? null,
    narrative: documents.flatMap(({ feature }) => paragraphs(feature?.description)),
    background: documents.flatMap((document) => backgroundOf(document)),
    sections: documents.flatMap((document) => sectionsOf(document, features)),
    history,
    measures: measuresOf(judged.flatMap(({ scenario }) => scenario.facts?.measures ?? [])),
  };
}

function backgroundOf({ feature }: GherkinDocument): StepLine[] {
  return (feature?.children ?? []).flatMap(({ background }) => linesOf(background));
}

const linesOf = (background: Background | undefined): StepLine[] =>
  (background?.steps ?? []).map((step) => writtenLine(step));

function sectionsOf({ feature }: GherkinDocument, features: ToldFeatures): RuleSection[] {
  const sections: RuleSection[] = [];
  const free: RuleSection = { rule: null, description: [], background: [], scenarios: [] };
  for (const { scenario, rule } of feature?.children ?? []) {
    if (scenario) {
      if (!sections.includes(free)) sections.push(free);
      free.scenarios.push(toldScenario(scenario, features));
    }
    if (!rule) continue;
    sections.push({
      rule: rule.name,
      description: paragraphs(rule.description),
      background: rule.children.flatMap((child) => linesOf(child.background)),
      scenarios: rule.children.flatMap((child) =>
        child.scenario ? [toldScenario(child.scenario, features)] : [],
      ),
    });
  }
  return sections;
}

function toldScenario(scenario: Scenario, features: ToldFeatures): Told {
  const idOf = (node: string): string | null => features.idOf(node);
  const examples = scenario.examples.map((one) => examplesOf(one, idOf));
  const own = idOf(scenario.id);
  return {
    name: scenario.name,
    description: paragraphs(scenario.description),
    steps: scenario.steps.map((step) => writtenLine(step)),
    ids: [...(own ? [own] : []), ...examples.flatMap(({ rows }) => rows.flatMap(({ id }) => id ?? []))],
    examples,
  };
}
