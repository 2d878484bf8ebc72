import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogueShape, type CatalogueShape } from './catalogue-shape';
import { inDependencyOrder } from './dependency-order';

/** `scenario`: proved by scenarios that claim it. `suite`: a demand on the suite itself, proved by a run's figures. */
export type RequirementKind = 'scenario' | 'suite';

export interface Requirement {
  id: string;
  plan: string;
  /** The plan's test it belongs to; null for a `suite` row. */
  test: string | null;
  /** The journey whose feature file owns it; null for a `suite` row. */
  journey: string | null;
  text: string;
  kind: RequirementKind;
}

export interface PlanTest {
  id: string;
  plan: string;
  name: string;
  journey: string;
  priority: string | null;
  /** USD a month; a yearly figure is divided by twelve and rounded. null: the plan states none. */
  mrr: number | null;
  reason: string | null;
  requirements: string[];
}

export interface Plan {
  id: string;
  name: string;
  /** What the plan says of itself. Shown as told, never added to anything. */
  headline: string;
  tests: PlanTest[];
  suite: string[];
}

export interface Journey {
  id: string;
  capability: string;
  owner: string;
  priority: 'critical' | 'high';
  /** USD a month, the highest figure any plan states for it; null if none does. */
  mrr: number | null;
  /** The test the figure comes from. */
  basis: string | null;
  depends_on: string[];
}

export interface Catalogue {
  plans: Plan[];
  /** In the order of the plans: tests first, then the plan's suite rows. */
  requirements: ReadonlyMap<string, Requirement>;
  /** Upstream before downstream. */
  journeys: ReadonlyMap<string, Journey>;
  declined: { what: string; why: string }[];
}

export const CATALOGUE_FILE = join(__dirname, 'catalogue.yaml');

/** @throws Error with one sentence that names the file and the row. */
export function loadCatalogue(file: string = CATALOGUE_FILE): Catalogue {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`The catalogue ${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  return parseCatalogue(text, file);
}

/** @param name stands for the file in error messages. */
export function parseCatalogue(yaml: string, name = 'the catalogue'): Catalogue {
  const refuse = (what: string): never => {
    throw new Error(`${name}: ${what}.`);
  };
  const shape = shaped(yaml, refuse);
  const plans = shape.plans.map(toPlan);
  const catalogue: Catalogue = {
    plans,
    requirements: collectRequirements(shape, refuse),
    journeys: collectJourneys(shape, refuse),
    declined: shape.declined,
  };
  plans
    .flatMap((plan) => plan.tests)
    .forEach((test) => {
      if (!catalogue.journeys.has(test.journey))
        refuse(`test ${test.id} belongs to journey "${test.journey}", which the catalogue does not have`);
    });
  checkBases(catalogue, refuse);
  return catalogue;
}

type Refuse = (what: string) => never;

function shaped(yaml: string, refuse: Refuse): CatalogueShape {
  let raw: unknown;
  try {
    raw = parse(yaml);
  } catch (error) {
    const firstLine = (error as Error).message.split('\n')[0] ?? '';
    return refuse(`the YAML cannot be read: ${firstLine.replace(/[:.]+$/, '')}`);
  }
  const result = catalogueShape.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  return refuse(`${issue.path.join('.') || 'the top level'}: ${issue.message}`);
}

function toPlan(plan: CatalogueShape['plans'][number]): Plan {
  return {
    id: plan.id,
    name: plan.name,
    headline: plan.headline,
    suite: Object.keys(plan.suite),
    tests: plan.tests.map((test) => ({
      id: test.id,
      plan: plan.id,
      name: test.name,
      journey: test.journey,
      priority: test.priority ?? null,
      mrr: monthly(test.value),
      reason: test.value?.reason ?? null,
      requirements: Object.keys(test.requirements),
    })),
  };
}

function monthly(value: CatalogueShape['plans'][number]['tests'][number]['value']): number | null {
  if (!value) return null;
  return 'mrr' in value ? value.mrr : Math.round(value.arr / 12);
}

function collectRequirements(shape: CatalogueShape, refuse: Refuse): ReadonlyMap<string, Requirement> {
  const rows = new Map<string, Requirement>();
  const add = (row: Requirement): void => {
    if (rows.has(row.id)) refuse(`requirement ${row.id} is listed twice`);
    rows.set(row.id, row);
  };
  for (const plan of shape.plans) {
    for (const test of plan.tests)
      for (const [id, text] of Object.entries(test.requirements))
        add({ id, plan: plan.id, test: test.id, journey: test.journey, text, kind: 'scenario' });
    for (const [id, text] of Object.entries(plan.suite))
      add({ id, plan: plan.id, test: null, journey: null, text, kind: 'suite' });
  }
  return rows;
}

function collectJourneys(shape: CatalogueShape, refuse: Refuse): ReadonlyMap<string, Journey> {
  const journeys = Object.entries(shape.journeys).map(([id, row]): Journey => ({
    id,
    ...row,
    mrr: row.mrr === 'none' ? null : row.mrr,
    basis: row.basis ?? null,
  }));
  for (const journey of journeys)
    for (const upstream of journey.depends_on)
      if (!(upstream in shape.journeys))
        refuse(`journey "${journey.id}" depends on "${upstream}", which the catalogue does not have`);
  const ordered = inDependencyOrder(journeys);
  if ('cycle' in ordered)
    return refuse(`journeys depend on each other in a circle: ${ordered.cycle.join(' -> ')}`);
  return new Map(ordered.order.map((journey) => [journey.id, journey]));
}

/** A journey's figure is the highest that a test of its own states, so that money several plans name counts once. */
function checkBases(catalogue: Catalogue, refuse: Refuse): void {
  const tests = catalogue.plans.flatMap((plan) => plan.tests);
  for (const journey of catalogue.journeys.values()) {
    const figures = tests.filter((test) => test.journey === journey.id && test.mrr !== null);
    const highest = figures.length === 0 ? null : Math.max(...figures.map((test) => test.mrr ?? 0));
    if (journey.mrr !== highest)
      refuse(
        `journey "${journey.id}" states ${journey.mrr ?? 'none'}, but the highest of its tests is ${highest ?? 'none'}`,
      );
    if (highest !== null && !figures.some((test) => test.id === journey.basis && test.mrr === highest))
      refuse(
        `journey "${journey.id}" names ${journey.basis ?? 'no test'} as its basis, which does not state ${highest}`,
      );
  }
}
