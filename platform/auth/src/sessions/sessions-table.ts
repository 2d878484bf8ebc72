import { sql, type Selectable, type Transaction } from 'kysely';
import type { RevocationReason } from '../outbox/events';
import type { Db } from '../stores/change';
import type { Schema } from '../stores/schema';

export type Session = Selectable<Schema['sessions']>;

/** A session that lives, with what tokens say of its person. */
export interface LiveSession {
  user_id: string;
  email: string;
  plan: string;
  expires_at: Date;
}

export async function insertSession(
  trx: Transaction<Schema>,
  session: Pick<Session, 'id' | 'user_id' | 'device' | 'created_at' | 'expires_at'>,
): Promise<void> {
  await trx
    .insertInto('sessions')
    .values({ ...session, last_used_at: session.created_at })
    .execute();
}

export async function liveSession(db: Db, id: string): Promise<LiveSession | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.user_id', 'users.email', 'users.plan', 'sessions.expires_at'])
    .where('sessions.id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
}

/** The person's devices, the one used last first. */
export async function liveSessionsOf(db: Db, userId: string): Promise<Session[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute();
}

/** Ended ones too: their keys may still be in the cache. */
export async function sessionIdsOf(db: Db, userId: string): Promise<string[]> {
  const rows = await db.selectFrom('sessions').select('id').where('user_id', '=', userId).execute();
  return rows.map(({ id }) => id);
}

export async function prolongSession(trx: Transaction<Schema>, id: string, until: Date): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ last_used_at: new Date(), expires_at: until })
    .where('id', '=', id)
    .execute();
}

/** Ends one session of a person, or all; returns those that lived until now. */
export async function endSessions(
  trx: Transaction<Schema>,
  userId: string,
  which: { id: string } | 'all',
  reason: RevocationReason,
): Promise<string[]> {
  const ended = await trx
    .updateTable('sessions')
    .set({ revoked_at: new Date(), revoked_reason: reason })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .$if(which !== 'all', (query) => query.where('id', '=', which === 'all' ? '' : which.id))
    .returning('id')
    .execute();
  return ended.map(({ id }) => id);
}

/** Sessions that ended more than a day ago, with their refresh tokens; nobody asks for those any more. */
export async function deleteLongEnded(db: Db): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where(sql<boolean>`least(revoked_at, expires_at) < now() - interval '1 day'`)
    .execute();
}
