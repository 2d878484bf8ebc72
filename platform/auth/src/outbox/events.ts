import { randomUUID } from 'node:crypto';
import { traceparent } from '@reference/kit/trace';
import type { Transaction } from 'kysely';
import { nextEventVersion } from '../accounts/users-table';
import type { Schema } from '../stores/schema';
import { insertEvent } from './outbox-table';

/** What others keep of a person. */
export interface UserSnapshot {
  email: string;
  name: string;
  picture: string | null;
  email_verified: boolean;
  plan: string;
}

export type RevocationReason =
  'signed_out' | 'signed_out_everywhere' | 'session_removed' | 'refresh_reused' | 'password_reset';

type Happening =
  | { type: 'user.registered' | 'user.email_verified' | 'user.updated'; data: UserSnapshot }
  | { type: 'user.deleted'; data: Record<string, never> }
  | { type: 'session.opened'; data: { session_id: string; provider: string } }
  | { type: 'session.revoked'; data: { session_ids: string[]; reason: RevocationReason } };

export type Announcement = Happening & { user_id: string };

/** An entry of the stream `user-events`, as every consumer reads it. */
export type UserEvent = Announcement & {
  event_id: string;
  /** Rises by one per person, from 1 at `user.registered`. */
  version: number;
  occurred_at: string;
  traceparent: string;
};

/** The part of a row of `users` that others keep. */
export function snapshotOf(user: UserSnapshot): UserSnapshot {
  const { email, name, picture, email_verified, plan } = user;
  return { email, name, picture, email_verified, plan };
}

/** Numbers an event and puts it in the outbox. The person's row must still be there: announce, then delete. */
export async function announce(
  trx: Transaction<Schema>,
  announcement: Announcement,
  forget: string[],
): Promise<void> {
  const event: UserEvent = {
    ...announcement,
    event_id: randomUUID(),
    version: await nextEventVersion(trx, announcement.user_id),
    occurred_at: new Date().toISOString(),
    traceparent: traceparent(),
  };
  await insertEvent(trx, event, forget);
}
