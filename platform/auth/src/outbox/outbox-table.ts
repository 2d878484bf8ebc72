import { sql, type Kysely, type Transaction } from 'kysely';
import type { Schema } from '../stores/schema';
import type { UserEvent } from './events';

export interface OwedEvent {
  id: string;
  event: UserEvent;
  forget: string[];
}

export async function insertEvent(
  trx: Transaction<Schema>,
  event: UserEvent,
  forget: string[],
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({ event: JSON.stringify(event), forget })
    .execute();
}

export async function anythingOwed(db: Kysely<Schema>): Promise<boolean> {
  const row = await db.selectFrom('outbox').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/**
 * Waits until no other relay publishes, for as long as the transaction lasts. Two relays at work side by side could
 * publish one person's events in the wrong order.
 */
export async function takeRelayLock(trx: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('auth outbox relay'))`.execute(trx);
}

/** The oldest events owed. Ids rise with each person's changes, because those hold the person's row lock. */
export async function oldestOwed(trx: Transaction<Schema>, limit: number): Promise<OwedEvent[]> {
  return trx.selectFrom('outbox').selectAll().orderBy('id').limit(limit).execute();
}

export async function deletePublished(trx: Transaction<Schema>, ids: string[]): Promise<void> {
  await trx.deleteFrom('outbox').where('id', 'in', ids).execute();
}
