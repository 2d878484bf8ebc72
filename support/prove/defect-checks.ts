import type { Catalogue } from '../../requirements/catalogue';
import { isProvedByDefect } from '../../requirements/proved-by-defect';
import type { Defect } from './defect';
import type { ToldScenario } from './told-scenarios';

/** What is wrong with what the defects say of scenarios and requirements: one sentence each. */
export function faultsOf(
  defects: readonly Defect[],
  scenarios: readonly ToldScenario[],
  catalogue: Catalogue,
): string[] {
  return [
    ...defects.flatMap((defect) => faultsOfOne(defect, scenarios, catalogue)),
    ...unboundRequirements(defects, scenarios),
  ];
}

function faultsOfOne(defect: Defect, scenarios: readonly ToldScenario[], catalogue: Catalogue): string[] {
  const here = (sentence: string) => `defects/${defect.id}.yaml: ${sentence}`;
  const known = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  const named = [...defect.must_go_red, ...defect.may_go_red];
  const claimed = new Set(defect.must_go_red.flatMap((name) => known.get(name)?.requirements ?? []));
  return [
    ...named
      .filter((name) => !known.has(name) && !(name.endsWith(' / *') && hasScenarios(name, scenarios)))
      .map((name) => here(`there is no scenario "${name}"; correct the title, or take it away.`)),
    ...defect.requirements
      .filter((id) => !catalogue.requirements.has(id))
      .map((id) => here(`${id} is not in requirements/catalogue.yaml.`)),
    ...defect.requirements
      .filter((id) => !isProvedByDefect(id) && !claimed.has(id) && !defect.must_not_start)
      .map((id) => here(`none of the scenarios that must go red claims ${id}, so it proves nothing for it.`)),
  ];
}

function hasScenarios(wholeJourney: string, scenarios: readonly ToldScenario[]): boolean {
  return scenarios.some(({ journey }) => wholeJourney === `${journey} / *`);
}

/** What scenarios claim and no defect has shown that they would notice. */
function unboundRequirements(defects: readonly Defect[], scenarios: readonly ToldScenario[]): string[] {
  const bound = new Set(defects.flatMap(({ requirements }) => requirements));
  const claimed = [...new Set(scenarios.flatMap(({ requirements }) => requirements))].sort();
  return claimed
    .filter((id) => !bound.has(id))
    .map((id) => `${id} is claimed by scenarios and bound to no defect; add one to defects/.`);
}
