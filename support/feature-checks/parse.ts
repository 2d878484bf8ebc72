import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { pretty } from '@cucumber/gherkin-utils';
import {
  IdGenerator,
  type Feature,
  type FeatureChild,
  type Pickle,
  type RuleChild,
  type Scenario,
  type Step,
} from '@cucumber/messages';
import type { FeatureFile, Finding, ScenarioInFile, Variant } from './model';

/** Parses one feature file. @returns findings instead when it is not Gherkin, or holds no feature. */
export function parseFeature(file: string, text: string): FeatureFile | Finding[] {
  const newId = IdGenerator.incrementing();
  try {
    const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
    const { feature } = document;
    if (!feature) return [finding(file, 1, 'The file holds no feature; write one or remove the file.')];
    const pickles = compile(document, file, newId);
    return {
      file,
      text,
      canonical: pretty(document),
      feature,
      scenarios: scenariosOf(feature, pickles),
      pickles,
    };
  } catch (cause) {
    return mistakesIn(cause).map((message) => {
      const [, line = '1', what = message] = /^\((\d+):\d+\): (.*)$/s.exec(message) ?? [];
      return finding(file, Number(line), `This is not Gherkin: ${what.split('\n')[0] ?? what}.`);
    });
  }
}

function mistakesIn(cause: unknown): string[] {
  const { errors } = cause as { errors?: readonly Error[] };
  if (errors) return errors.map(({ message }) => message);
  return [cause instanceof Error ? cause.message : String(cause)];
}

function scenariosOf(feature: Feature, pickles: readonly Pickle[]): ScenarioInFile[] {
  return inside(feature.children, names(feature.tags), [], pickles);
}

function inside(
  children: readonly (FeatureChild | RuleChild)[],
  tags: readonly string[],
  before: readonly Step[],
  pickles: readonly Pickle[],
): ScenarioInFile[] {
  const background = [...before, ...children.flatMap((child) => child.background?.steps ?? [])];
  return children.flatMap((child) => {
    if ('rule' in child && child.rule)
      return inside(child.rule.children, [...tags, ...names(child.rule.tags)], background, pickles);
    if (!child.scenario) return [];
    const own = [...child.scenario.tags, ...child.scenario.examples.flatMap((examples) => examples.tags)];
    const variants = variantsOf(child.scenario, pickles, tags);
    return [{ scenario: child.scenario, tags: [...tags, ...names(own)], variants, background }];
  });
}

/** Pickles are what Cucumber runs: tags inherited, words of the Examples in place. An empty scenario has none. */
function variantsOf(scenario: Scenario, pickles: readonly Pickle[], inherited: readonly string[]): Variant[] {
  const own = pickles.filter(({ astNodeIds }) => astNodeIds[0] === scenario.id);
  const tables = scenario.examples.filter(({ tableBody }) => tableBody.length > 0);
  if (tables.length === 0)
    return [
      { line: scenario.location.line, tags: [...inherited, ...names(scenario.tags)], texts: textsOf(own) },
    ];
  return tables.map(({ tags, tableBody, location }) => {
    const rows = new Set(tableBody.map(({ id }) => id));
    return {
      line: location.line,
      tags: [...inherited, ...names(scenario.tags), ...names(tags)],
      texts: textsOf(own.filter(({ astNodeIds }) => rows.has(astNodeIds.at(-1) ?? ''))),
    };
  });
}

function textsOf(pickles: readonly Pickle[]): string[] {
  return [...new Set(pickles.flatMap(({ steps }) => steps.map(({ text }) => text)))];
}

function names(tags: readonly { readonly name: string }[]): string[] {
  return tags.map(({ name }) => name.slice(1));
}

function finding(file: string, line: number, sentence: string): Finding {
  return { file, line, rule: 'parses', sentence };
}
