import { z } from 'zod';

/** The catalogue as it is written in YAML; meaning and cross-references are checked in `catalogue.ts`. */

const sentence = z.string().trim().min(1);
const amount = z.number().int().positive();

const value = z.union([
  z.strictObject({ mrr: amount, reason: sentence }),
  z.strictObject({ arr: amount, reason: sentence }),
]);

const test = z.strictObject({
  id: sentence,
  name: sentence,
  value: value.optional(),
  priority: z.string().optional(),
  journey: sentence,
  requirements: z.record(z.string(), sentence),
});

const plan = z.strictObject({
  id: sentence,
  name: sentence,
  headline: sentence,
  tests: z.array(test).min(1),
  suite: z.record(z.string(), sentence).default({}),
});

const journey = z.strictObject({
  capability: sentence,
  owner: sentence,
  priority: z.enum(['critical', 'high']),
  mrr: z.union([amount, z.literal('none')]),
  basis: z.string().optional(),
  depends_on: z.array(z.string()),
});

export const catalogueShape = z.strictObject({
  plans: z.array(plan).min(1),
  journeys: z.record(z.string(), journey),
  declined: z.array(z.strictObject({ what: sentence, why: sentence })).default([]),
});

export type CatalogueShape = z.infer<typeof catalogueShape>;
