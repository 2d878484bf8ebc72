import { sql } from 'kysely';
import type { Connection } from '../storage/database';
import { digestOf } from '../storage/keys';

/** Longer than anything is redelivered. */
const KEPT = sql<Date>`now() - interval '7 days'`;

/** False where the event was taken in before. Belongs in the transaction that acts on it. */
export async function markProcessed(db: Connection, eventId: string): Promise<boolean> {
  const result = await db
    .insertInto('processed_events')
    .values({ event_id: eventId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Changes to one person take turns until the transaction ends, on whatever instance. */
export async function lockPerson(db: Connection, userId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 0))`.execute(db);
}

export async function markDeparted(db: Connection, userId: string): Promise<void> {
  await db
    .insertInto('departed_users')
    .values({ user_digest: digestOf(userId) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isDeparted(db: Connection, userId: string): Promise<boolean> {
  const digest = digestOf(userId);
  const row = await db
    .selectFrom('departed_users')
    .where('user_digest', '=', digest)
    .select('user_digest')
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets what can no longer come again. */
export async function prune(db: Connection): Promise<void> {
  await db.deleteFrom('processed_events').where('processed_at', '<', KEPT).execute();
  await db.deleteFrom('departed_users').where('departed_at', '<', KEPT).execute();
}
