import type { Feature, Pickle, Scenario, Step } from '@cucumber/messages';
import type { Catalogue } from '../../requirements/catalogue';
import type { Capability } from '../targets/capabilities';

/** Something that a feature or a step definition does and should not. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  /** What is wrong and how to mend it, in one sentence. */
  readonly sentence: string;
}

/** One feature file, parsed. */
export interface FeatureFile {
  /** `features/<capability>/<journey>.feature`, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** How Gherkin's own formatter would write it. */
  readonly canonical: string;
  readonly feature: Feature;
  readonly scenarios: readonly ScenarioInFile[];
  readonly pickles: readonly Pickle[];
}

export interface ScenarioInFile {
  readonly scenario: Scenario;
  /** Without the `@`; those of the feature, the rule and all its Examples included. */
  readonly tags: readonly string[];
  /** What it is run with: one for each table of Examples, or one where there is none. */
  readonly variants: readonly Variant[];
  /** The steps of the backgrounds that run before it. */
  readonly background: readonly Step[];
}

/** A scenario with one table of its Examples. */
export interface Variant {
  readonly line: number;
  /** Without the `@`; those of the feature, the rule and the scenario included. */
  readonly tags: readonly string[];
  /** The texts of the steps that run, backgrounds included; of all rows. */
  readonly texts: readonly string[];
}

/** A step definition, as far as features are concerned. */
export interface StepInCode {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly isRegularExpression: boolean;
  readonly needs: readonly Capability[];
  matches(text: string): boolean;
}

/** All that a rule may look at. */
export interface Subject {
  readonly features: readonly FeatureFile[];
  readonly steps: readonly StepInCode[];
  readonly catalogue: Catalogue;
}

export type Rule = (subject: Subject) => Finding[];
