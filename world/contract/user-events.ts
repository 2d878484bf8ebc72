import { z } from 'zod';

/**
 * What services may tell each other about people: the suite's own copy of the published stream `user-events`
 * (docs/platform.md, "What passes between services"). Strict: a field that nobody agreed on is a breach.
 */
const person = z.strictObject({
  email: z.string(),
  name: z.string(),
  picture: z.string().nullable(),
  email_verified: z.boolean(),
  plan: z.string(),
});

const common = {
  event_id: z.uuid(),
  user_id: z.uuid(),
  version: z.number().int().positive(),
  occurred_at: z.iso.datetime(),
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
};

const userEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('user.registered'), data: person }),
  z.strictObject({ ...common, type: z.literal('user.email_verified'), data: person }),
  z.strictObject({ ...common, type: z.literal('user.updated'), data: person }),
  z.strictObject({ ...common, type: z.literal('user.deleted'), data: z.strictObject({}) }),
  z.strictObject({
    ...common,
    type: z.literal('session.revoked'),
    data: z.strictObject({ session_ids: z.array(z.uuid()).min(1), reason: z.string() }),
  }),
]);

/** What is not as agreed in an entry of the stream, as a clause; undefined where all is. */
export function breachIn(news: unknown): string | undefined {
  const read = userEvent.safeParse(news);
  if (read.success) return undefined;
  return read.error.issues
    .map(({ path, message }) => `${path.join('.') || 'the entry'}: ${message}`)
    .join('; ');
}
