import { loadCatalogue, parseCatalogue, type Catalogue } from '../../requirements/catalogue';
import { noProof, type Proof } from '../proof';
import { Journal } from '../run/journal';
import { runFileSchema } from '../run/run-file';
import { summarise, type Result } from '../summarise';
import { summarySchema } from '../summary-schema';
import { stream, type Script, type StreamOptions } from './stream';

/** Two plans over five journeys: `upper` stands on `base`, `top` on `upper`; `lone` and `quiet` stand alone. */
export const SMALL = parseCatalogue(`
plans:
  - id: A
    name: The first plan
    headline: "$9M told"
    tests:
      - { id: A1, name: One, value: { mrr: 100, reason: r }, journey: base, requirements: { A1.1: a, A1.2: b } }
      - { id: A2, name: Two, value: { mrr: 50, reason: r }, journey: upper, requirements: { A2.1: c } }
      - { id: A3, name: Three, value: { mrr: 30, reason: r }, journey: base, requirements: { A3.1: d } }
    suite: { A.S1: nobody can see this in a run, U.S8: fast, U.S5: clean, U.S10: real, E.S2: quick, P.S3: whole }
  - id: B
    name: The second plan
    headline: "$1 told"
    tests:
      - { id: B1, name: Four, value: { arr: 1200, reason: r }, journey: lone, requirements: { B1.1: e } }
      - { id: B2, name: Five, journey: quiet, requirements: { B2.1: f } }
journeys:
  top:   { capability: c, owner: o, priority: high, mrr: none, depends_on: [upper] }
  upper: { capability: c, owner: o, priority: high, mrr: 50, basis: A2, depends_on: [base] }
  base:  { capability: c, owner: o, priority: critical, mrr: 100, basis: A1, depends_on: [] }
  lone:  { capability: c, owner: o, priority: high, mrr: 100, basis: B1, depends_on: [] }
  quiet: { capability: c, owner: o, priority: high, mrr: none, depends_on: [] }
`);

export const REAL: Catalogue = loadCatalogue();

/** A feature of a journey; each scenario has the tags given with it and three steps. */
export function feature(journey: string, scenarios: Record<string, string>): Record<string, string> {
  const blocks = Object.entries(scenarios).map(
    ([name, tags]) => `
  ${tags}
  Scenario: ${name}
    Given Ada is there
    When she speaks
    Then she is heard
`,
  );
  return {
    [`features/c/${journey}.feature`]: `@journey:${journey}\nFeature: About ${journey}\n${blocks.join('')}`,
  };
}

export const IN_GIVEN: Script = { steps: ['FAILED', 'SKIPPED', 'SKIPPED'] };
export const IN_WHEN: Script = { steps: ['PASSED', 'FAILED', 'SKIPPED'] };
export const IN_THEN: Script = { steps: ['PASSED', 'PASSED', 'FAILED'] };
export const LACKING: Script = {
  before: 'SKIPPED',
  steps: ['SKIPPED', 'SKIPPED', 'SKIPPED'],
  after: 'SKIPPED',
  unverified: { capability: 'signing-key', reason: 'The target keeps its key.' },
};
export const SKIPPED: Script = { steps: ['SKIPPED', 'SKIPPED', 'SKIPPED'] };

/** Every requirement that is named here is proven by one defect. */
export const proofOf = (...requirements: string[]): Proof => ({
  complaint: null,
  records: [],
  defectsOf: (id) => (requirements.includes(id) ? [`defect-${id}`] : []),
});

export interface Given extends StreamOptions {
  catalogue?: Catalogue;
  proof?: Proof;
  file?: Record<string, unknown>;
  tookMs?: number;
}

/** What a run with these messages comes to; its summary has passed the schema. */
export function resultOf({
  catalogue = SMALL,
  proof = noProof(null),
  file = {},
  tookMs = 5000,
  ...run
}: Given): Result {
  const journal = new Journal();
  for (const envelope of stream(run)) journal.update(envelope);
  const openedAt = 1_800_000_000_000;
  const result = summarise(journal, {
    catalogue,
    proof,
    file: runFileSchema.parse(file),
    openedAt,
    now: openedAt + tookMs,
  });
  return { ...result, summary: summarySchema.parse(result.summary) };
}

export function stateOf(result: Result, journey: string): string {
  return result.summary.journeys.find(({ id }) => id === journey)?.status ?? 'not in the summary';
}

export function statusOf(result: Result, requirement: string): string {
  return result.summary.requirements.find(({ id }) => id === requirement)?.status ?? 'not in the summary';
}
