import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { loadConfiguration, loadSupport } from '@cucumber/cucumber/api';
import { loadCatalogue } from '../../requirements/catalogue';
import { needsOf } from '../needing';
import { check, RULES } from './check';
import type { FeatureFile, Finding, StepInCode } from './model';
import { parseFeature } from './parse';

/** `npm run lint:features`; with `--format` it writes the canonical form instead of complaining about another. */

/** Where it is started, as Cucumber does it: npm starts it at the project's root. */
const PROJECT = process.cwd();

async function main(format: boolean): Promise<number> {
  const parsed = globSync('features/**/*.feature', { cwd: PROJECT })
    .sort()
    .map((file) => parseFeature(file.replaceAll('\\', '/'), readFileSync(resolve(PROJECT, file), 'utf8')));
  const broken: Finding[] = parsed.flatMap((result) => (Array.isArray(result) ? result : []));
  const features: FeatureFile[] = parsed.flatMap((result) => (Array.isArray(result) ? [] : [result]));
  if (format) return formatted(features);
  const steps = await stepsInCode();
  const findings = [...broken, ...check({ features, steps, catalogue: loadCatalogue() })];
  for (const { file, line, rule, sentence } of findings)
    process.stdout.write(`${file}:${line}  ${sentence}  [${rule}]\n`);
  const scenarios = features.reduce((sum, file) => sum + file.scenarios.length, 0);
  process.stdout.write(
    `${features.length} features, ${scenarios} scenarios, ${steps.length} steps, ${Object.keys(RULES).length} rules: ` +
      `${findings.length === 0 ? 'nothing to mend' : `${findings.length} to mend`}\n`,
  );
  return findings.length > 0 || features.length === 0 ? 1 : 0;
}

function formatted(features: readonly FeatureFile[]): number {
  for (const { file, text, canonical } of features) {
    if (text !== canonical) writeFileSync(resolve(PROJECT, file), canonical);
  }
  return 0;
}

/** The part of Cucumber's support code library that is needed here; its public type names none of it. */
interface LoadedSteps {
  readonly stepDefinitions: readonly {
    readonly uri: string;
    readonly line: number;
    readonly pattern: string | RegExp;
    readonly options: { readonly wrapperOptions?: unknown };
    matchesStepName(text: string): boolean;
  }[];
}

/** The step definitions as Cucumber itself loads them. */
async function stepsInCode(): Promise<StepInCode[]> {
  const { runConfiguration } = await loadConfiguration({}, { cwd: PROJECT });
  const { stepDefinitions } = (await loadSupport(runConfiguration, {
    cwd: PROJECT,
  })) as unknown as LoadedSteps;
  return stepDefinitions.map((definition) => ({
    file: relative(PROJECT, definition.uri),
    line: definition.line,
    pattern: String(definition.pattern),
    isRegularExpression: definition.pattern instanceof RegExp,
    needs: needsOf(definition.options),
    matches: (text) => definition.matchesStepName(text),
  }));
}

main(process.argv.includes('--format')).then(
  (code) => {
    process.exitCode = code;
  },
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 1;
  },
);
