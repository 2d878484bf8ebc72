import { sql, type Selectable, type Transaction } from 'kysely';
import type { Schema } from '../stores/schema';
import type { Identity } from './identity';

export type KnownIdentity = Selectable<Schema['identities']>;

/** Sign-ins of one person at one provider follow one another until the transaction ends. */
export async function lockIdentity(trx: Transaction<Schema>, { provider, subject }: Identity): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${provider} ${subject}`}, 0))`.execute(trx);
}

export async function knownIdentity(
  trx: Transaction<Schema>,
  { provider, subject }: Identity,
): Promise<KnownIdentity | undefined> {
  return trx
    .selectFrom('identities')
    .selectAll()
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Notes that a person is this identity, and what the provider says of them now. */
export async function saveIdentity(
  trx: Transaction<Schema>,
  userId: string,
  { provider, subject, name, picture }: Identity,
): Promise<void> {
  const now = new Date();
  await trx
    .insertInto('identities')
    .values({ provider, subject, user_id: userId, name, picture, created_at: now, last_used_at: now })
    .onConflict((conflict) =>
      conflict.columns(['provider', 'subject']).doUpdateSet({ name, picture, last_used_at: now }),
    )
    .execute();
}
