import { sql } from 'kysely';
import type { Connection, Database } from '../storage/database';
import { digestOf } from '../storage/keys';
import type { UsageEvent, UsageRow } from './usage-event';

/** What is owed to analytics, in the order in which it is to arrive there. */
export type Owed = { readonly id: string } & (
  { readonly kind: 'event'; readonly row: UsageRow } | { readonly kind: 'deletion'; readonly digest: string }
);

/** Without analytics nothing is collected. */
export interface UsageLog {
  /** Belongs in the transaction that stores what the event tells of, after it: what is stored must be the person's. */
  record(tx: Connection, event: UsageEvent): Promise<void>;
  /** Belongs in the transaction that deletes the person, after it: nothing of theirs can be stored by then. */
  recordDeparture(tx: Connection, userId: string): Promise<void>;
  /** The same for what happened in a thread that is deleted. */
  recordThreadDeletion(tx: Connection, userId: string, threadId: string): Promise<void>;
  /** To be called after the commit: something is owed. */
  wake(): void;
}

export const NO_USAGE_LOG: UsageLog = {
  record: () => Promise.resolve(),
  recordDeparture: () => Promise.resolve(),
  recordThreadDeletion: () => Promise.resolve(),
  wake: () => undefined,
};

/** A log that keeps what it is told until it has arrived. */
export function usageLog(wake: () => void): UsageLog {
  return {
    async record(tx, { user_id, ...event }) {
      const event_time = new Date().toISOString().replace('T', ' ').slice(0, -1);
      await tx
        .insertInto('usage_outbox')
        .values({ user_id, event: JSON.stringify({ event_time, ...event }) })
        .execute();
    },
    async recordDeparture(tx, userId) {
      await tx.deleteFrom('usage_outbox').where('user_id', '=', userId).execute();
      await tx
        .insertInto('usage_outbox')
        .values({ deleted_digest: digestOf(userId) })
        .execute();
    },
    async recordThreadDeletion(tx, userId, threadId) {
      await tx
        .deleteFrom('usage_outbox')
        .where('user_id', '=', userId)
        .where(sql<boolean>`event->>'thread_id' = ${threadId}`)
        .execute();
      await tx
        .insertInto('usage_outbox')
        .values({ deleted_digest: digestOf(threadId) })
        .execute();
    },
    wake,
  };
}

/** The side of the outbox from which it is emptied. */
export interface UsageOutbox {
  anythingOwed(): Promise<boolean>;
  /**
   * Gives `send` the oldest that is owed, in order, and removes what it says it sent; no other relay is at work
   * meanwhile, on whatever instance. When `send` rejects, everything stays owed.
   * @returns how many were sent
   */
  handOver(limit: number, send: (owed: readonly Owed[]) => Promise<readonly string[]>): Promise<number>;
}

/** The outbox in the backend's database. */
export function usageOutbox(db: Database): UsageOutbox {
  return {
    async anythingOwed() {
      const row = await db.selectFrom('usage_outbox').select('id').limit(1).executeTakeFirst();
      return row !== undefined;
    },
    handOver(limit, send) {
      return db.transaction().execute(async (tx) => {
        await takeRelayLock(tx);
        const owed = await oldestOwed(tx, limit);
        if (owed.length === 0) return 0;
        const sent = await send(owed);
        await deleteSent(tx, sent);
        return sent.length;
      });
    },
  };
}

/** Two relays at work side by side could send a person's row after their deletion. */
async function takeRelayLock(tx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('backend usage relay'))`.execute(tx);
}

/**
 * An event's id is below that of its person's departure: the deletion of the profile, and of the runs with it, waits for
 * every transaction that stores an event of theirs, and afterwards there is nothing an event could tell of.
 */
async function oldestOwed(tx: Connection, limit: number): Promise<Owed[]> {
  const rows = await tx.selectFrom('usage_outbox').selectAll().orderBy('id').limit(limit).execute();
  return rows.map(({ id, event_id, user_id, event, deleted_digest }) => {
    if (deleted_digest !== null) return { id, kind: 'deletion', digest: deleted_digest };
    const told = event as Omit<UsageRow, 'event_id' | 'user_id'>;
    return { id, kind: 'event', row: { event_id, user_id: user_id ?? '', ...told } };
  });
}

/** Rows that a deletion of their person holds are left to it: neither waits for the other. */
async function deleteSent(tx: Connection, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('usage_outbox')
    .where('id', 'in', (eb) =>
      eb.selectFrom('usage_outbox').select('id').where('id', 'in', ids).forUpdate().skipLocked(),
    )
    .execute();
}
