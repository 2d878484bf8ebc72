import { z } from 'zod';

/** What the suite's hooks attach to a scenario, beyond Cucumber's own messages. */

export const FACTS_MEDIA_TYPE = 'application/x.acceptance.facts+json';
export const UNVERIFIED_MEDIA_TYPE = 'application/x.acceptance.unverified+json';
/** What a step exchanged with the platform, and what the services logged about a scenario: evidence, no figures. */
export const EXCHANGES_MEDIA_TYPE = 'application/x.acceptance.exchanges+json';
export const LOGS_MEDIA_TYPE = 'application/x.acceptance.logs+json';

/** The steps of the critical path, in order. A scenario may report in `path` which of them it saw working. */
export const PATH_STAGES = [
  'platform',
  'sign-up',
  'verification',
  'login',
  'token',
  'chat-socket',
  'agent',
  'answer',
] as const;
export type PathStage = (typeof PATH_STAGES)[number];

const measure = z.object({
  name: z.string().min(1),
  /** Milliseconds. */
  ms: z.number().nonnegative(),
  budget_ms: z.number().positive().nullish(),
});

export const exchange = z.object({
  peer: z.string().min(1),
  kind: z.enum(['http', 'websocket', 'sql', 'redis', 'smtp']),
  /** false: the peer is a stand-in for an external system. */
  real: z.boolean(),
  count: z.number().int().nonnegative(),
});

/** Something that outlived its people's deletion. A plain string is a row. */
const residue = z.union([
  z.string().transform((what) => ({ kind: 'row' as const, what })),
  z.object({ kind: z.enum(['row', 'key', 'event']), what: z.string() }),
]);

export const factsSchema = z.object({
  measures: z.array(measure).default([]),
  exchanges: z.array(exchange).default([]),
  /** What the suite asked besides, to look and to clean up: no evidence, but known, so that it can be taken off. */
  looks: z.array(exchange).default([]),
  /** Frames that were compared with the message contract, by type, and how many the scenario's people sent. */
  frames: z
    .object({
      checked: z.record(z.string(), z.number().int().nonnegative()).default({}),
      sent: z.number().int().nonnegative().default(0),
      /** Of those, how many nobody ever answered. */
      unanswered: z.number().int().nonnegative().default(0),
    })
    .default({ checked: {}, sent: 0, unanswered: 0 }),
  /** Lines of a scenario that passed without being looked at, and why. */
  unverified: z.array(z.object({ line: z.string(), reason: z.string() })).default([]),
  /** Time spent waiting for a platform of its own; taken off the scenario's duration. */
  lease_ms: z.number().nonnegative().default(0),
  /** null: this scenario's traces were not looked for. */
  residue: z.array(residue).nullish().default(null),
  /** Assertions made by its steps; left out where nobody counted. 0 is not a pass. */
  assertions: z.number().int().nonnegative().optional(),
  path: z.array(z.enum(PATH_STAGES)).default([]),
});

export const unverifiedSchema = z.object({
  capability: z.string().min(1),
  reason: z.string().min(1),
});

export type Facts = z.infer<typeof factsSchema>;
export type Unverified = z.infer<typeof unverifiedSchema>;
