import type { Selectable } from 'kysely';
import type { Db } from '../stores/change';
import type { Schema } from '../stores/schema';

export type Attempt = Selectable<Schema['sign_in_attempts']>;

export async function insertAttempt(db: Db, attempt: Omit<Attempt, 'answered_at'>): Promise<void> {
  await db.insertInto('sign_in_attempts').values(attempt).execute();
}

export async function attemptByState(db: Db, hash: Buffer): Promise<Attempt | undefined> {
  return db.selectFrom('sign_in_attempts').selectAll().where('state_hash', '=', hash).executeTakeFirst();
}

/** False where the attempt was answered before: of two answers side by side one is the first. */
export async function markAnswered(db: Db, hash: Buffer): Promise<boolean> {
  const marked = await db
    .updateTable('sign_in_attempts')
    .set({ answered_at: new Date() })
    .where('state_hash', '=', hash)
    .where('answered_at', 'is', null)
    .returning('state_hash')
    .executeTakeFirst();
  return marked !== undefined;
}

/** Attempts whose time was up more than a day ago; until then they are told what is wrong with them. */
export async function deleteOldAttempts(db: Db): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('expires_at', '<', aDayAgo()).execute();
}

function aDayAgo(): Date {
  return new Date(Date.now() - 24 * 3600 * 1000);
}
