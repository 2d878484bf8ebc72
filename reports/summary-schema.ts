import { z } from 'zod';
import { STATES } from './states';

/** summary.json: the one file that tools, gates and badges read. Strict: a field nobody agreed on is an error. */

const count = z.number().int().nonnegative();
const ms = z.number().nonnegative();
/** USD a month. */
const money = z.number().nonnegative();
const share = z.number().min(0).max(1);
const state = z.enum(STATES);

const moneyByState = {
  protected: money,
  unproven: money,
  unverified: money,
  uncovered: money,
  blocked: money,
  at_risk: money,
};

const outcome = z.enum([
  'passed',
  'failed',
  'undefined',
  'ambiguous',
  'pending',
  'skipped',
  'unverified',
  'not_selected',
]);

const run = z.strictObject({
  id: z.string().min(1),
  started_at: z.iso.datetime({ offset: true }),
  duration_ms: ms,
  target: z.string().nullable(),
  commit: z.string().nullable(),
  node: z.string(),
  seed: z.string().nullable(),
  workers: count,
  exit_code: count,
  /** Only in a run that failed as a whole: why, in one sentence. */
  failure: z.string().min(1).optional(),
});

const platform = z.strictObject({
  ready_ms: ms.nullable(),
  instances: count,
  services: z.array(
    z.strictObject({
      name: z.string(),
      source: z.string().nullable(),
      version: z.string().nullable(),
      ready_ms: ms.nullable(),
    }),
  ),
});

/** `scenarios` are those that were to run, and the seven after it add up to it. `skipped`: came to no verdict. */
const totals = z
  .strictObject({
    scenarios: count,
    passed: count,
    failed: count,
    undefined: count,
    ambiguous: count,
    pending: count,
    skipped: count,
    unverified: count,
    steps: count,
  })
  .refine(
    (all) =>
      all.scenarios ===
      all.passed + all.failed + all.undefined + all.ambiguous + all.pending + all.skipped + all.unverified,
    'the outcomes do not add up to the scenarios',
  );

const revenue = z.strictObject({
  unit: z.literal('USD/month'),
  ...moneyByState,
  by_plan: z.record(z.string(), z.strictObject({ ...moneyByState, total: money, as_told: z.string() })),
  shares: z.strictObject({
    protected: share,
    unproven: share,
    unverified: share,
    uncovered: share,
    blocked: share,
    at_risk: share,
    working: share,
  }),
});

const journey = z.strictObject({
  id: z.string(),
  /** Path of the feature file; null while there is none. */
  feature: z.string().nullable(),
  capability: z.string(),
  priority: z.enum(['critical', 'high']),
  mrr: money.nullable(),
  status: state,
  scenarios: count,
  passed: count,
  duration_ms: ms,
  defects_proven: count,
});

const requirement = z.strictObject({
  id: z.string(),
  plan: z.string(),
  /** null: a demand on the suite itself. */
  journey: z.string().nullable(),
  text: z.string(),
  status: z.enum(['passed', 'failed', 'blocked', 'unverified', 'missing']),
  /** Of a demand on the suite itself: the figure, or the reason why a run has none. */
  answer: z.string().min(1).nullable(),
  scenarios: z.array(
    z.strictObject({ name: z.string(), place: z.string(), outcome, reason: z.string().nullable() }),
  ),
  defects: z.array(z.string()),
});

const measure = z.strictObject({
  name: z.string(),
  unit: z.literal('ms'),
  samples: count,
  min: ms,
  median: ms,
  p95: ms.nullable(),
  max: ms,
  budget: ms.nullable(),
  promised_to: z.enum(['all', 'p95']),
  met: z.boolean().nullable(),
});

const realShare = z.strictObject({
  exchanges: z.array(
    z.strictObject({
      peer: z.string(),
      kind: z.enum(['http', 'websocket', 'sql', 'redis', 'smtp']),
      real: z.boolean(),
      count,
      /** Who asked. */
      by: z.enum(['suite', 'services']),
    }),
  ),
  peers: z.array(
    z.strictObject({
      peer: z.string(),
      exchanges: count,
      kind: z.enum(['real', 'stand_in', 'ours']),
      /** Why it is ours. */
      why: z.string().nullable(),
    }),
  ),
  real: count,
  stand_in: count,
  ours: count,
  ratio: share.nullable(),
});

/** What went over the chat sockets, frame by frame, and was compared with the message contract. */
const frames = z.strictObject({
  checked: count,
  by_type: z.record(z.string(), count),
  /** Types of the contract that never came. */
  never_seen: z.array(z.string()),
  /** By clients; one that is never answered fails its scenario. */
  sent: count,
});

/** null: nobody looked. */
const leaks = z.strictObject({
  rows: count.nullable(),
  keys: count.nullable(),
  sockets: count.nullable(),
  processes: count.nullable(),
  files: count.nullable(),
});

export const summarySchema = z.strictObject({
  schema: z.literal(1),
  run,
  platform,
  totals,
  revenue,
  critical_path: z.array(
    z.strictObject({ step: z.string(), status: z.enum(['working', 'broken', 'blocked']), revenue: money }),
  ),
  journeys: z.array(journey),
  requirements: z.array(requirement),
  measures: z.array(measure),
  real_share: realShare,
  frames,
  leaks,
});

export type Summary = z.infer<typeof summarySchema>;
