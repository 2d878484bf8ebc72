import type { Selectable } from 'kysely';
import type { Db } from '../stores/change';
import type { Schema } from '../stores/schema';
import type { SignInRefusal } from './refusal';

export type Outcome = Selectable<Schema['sign_in_outcomes']>;

export async function insertOutcome(
  db: Db,
  { refusal, ...outcome }: Omit<Outcome, 'redeemed_at' | 'refusal'> & { refusal: SignInRefusal | null },
): Promise<void> {
  await db
    .insertInto('sign_in_outcomes')
    .values({ ...outcome, refusal: refusal && JSON.stringify(refusal) })
    .execute();
}

export async function outcomeByCode(db: Db, hash: Buffer): Promise<Outcome | undefined> {
  return db.selectFrom('sign_in_outcomes').selectAll().where('code_hash', '=', hash).executeTakeFirst();
}

/** False where the code was redeemed before. */
export async function markRedeemed(db: Db, hash: Buffer): Promise<boolean> {
  const marked = await db
    .updateTable('sign_in_outcomes')
    .set({ redeemed_at: new Date() })
    .where('code_hash', '=', hash)
    .where('redeemed_at', 'is', null)
    .returning('code_hash')
    .executeTakeFirst();
  return marked !== undefined;
}

export async function deleteOldOutcomes(db: Db): Promise<void> {
  await db
    .deleteFrom('sign_in_outcomes')
    .where('expires_at', '<', new Date(Date.now() - 24 * 3600 * 1000))
    .execute();
}
