import { z } from 'zod';

const snapshot = z.object({
  email: z.string(),
  name: z.string(),
  picture: z.string().nullable(),
  email_verified: z.boolean(),
  plan: z.string(),
});

const common = {
  event_id: z.string().min(1),
  user_id: z.string().min(1),
  version: z.number().int().positive(),
  occurred_at: z.string(),
  traceparent: z.string().optional(),
};

/** An entry of the published stream `user-events`, as far as it matters here (docs/platform.md). */
export const userEvent = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('user.registered'), data: snapshot }),
  z.object({ ...common, type: z.literal('user.email_verified'), data: snapshot }),
  z.object({ ...common, type: z.literal('user.updated'), data: snapshot }),
  z.object({ ...common, type: z.literal('user.deleted') }),
  z.object({
    ...common,
    type: z.literal('session.opened'),
    data: z.object({ session_id: z.string(), provider: z.string() }),
  }),
  z.object({
    ...common,
    type: z.literal('session.revoked'),
    data: z.object({ session_ids: z.array(z.string()), reason: z.string() }),
  }),
]);

export type UserEvent = z.output<typeof userEvent>;
export type SnapshotEvent = Extract<UserEvent, { data: z.output<typeof snapshot> }>;
