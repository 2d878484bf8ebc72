import { sql } from 'kysely';
import type { Connection } from '../storage/database';

/** A thread as `/api/threads` shows it. */
export interface ThreadView {
  id: string;
  title: string;
  message_count: number;
  created_at: string;
  updated_at: string;
}

/** Every query names the owner: another person's thread is not found. */
function threadsOf(db: Connection, userId: string) {
  return db
    .selectFrom('threads')
    .where('threads.user_id', '=', userId)
    .select(['threads.id', 'title', 'threads.created_at', 'threads.updated_at'])
    .select((eb) =>
      eb
        .selectFrom('messages')
        .whereRef('messages.thread_id', '=', 'threads.id')
        .select(sql<number>`count(*)::int`.as('count'))
        .as('message_count'),
    );
}

function viewOf(row: {
  id: string;
  title: string;
  message_count: number | null;
  created_at: Date;
  updated_at: Date;
}): ThreadView {
  return {
    id: row.id,
    title: row.title,
    message_count: row.message_count ?? 0,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** The most recently used first. */
export async function listThreads(
  db: Connection,
  userId: string,
  limit: number,
  offset: number,
): Promise<ThreadView[]> {
  const rows = await threadsOf(db, userId)
    .orderBy('threads.updated_at', 'desc')
    .orderBy('threads.id')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(viewOf);
}

export async function findThread(
  db: Connection,
  userId: string,
  id: string,
): Promise<ThreadView | undefined> {
  const row = await threadsOf(db, userId).where('threads.id', '=', id).executeTakeFirst();
  return row && viewOf(row);
}

/** @param createdAt RFC 3339, for one that was begun elsewhere */
export async function insertThread(
  db: Connection,
  userId: string,
  title: string,
  createdAt?: string,
): Promise<ThreadView> {
  const row = await db
    .insertInto('threads')
    .values({ user_id: userId, title, ...(createdAt === undefined ? {} : { created_at: createdAt }) })
    .returning(['id', 'title', 'created_at', 'updated_at'])
    .executeTakeFirstOrThrow();
  return viewOf({ ...row, message_count: 0 });
}

export async function updateTitle(
  db: Connection,
  userId: string,
  id: string,
  title: string,
): Promise<boolean> {
  const result = await db
    .updateTable('threads')
    .set({ title, updated_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Notes that something was said in a thread, and keeps it from being deleted until the transaction ends. */
export async function touchThread(db: Connection, userId: string, id: string): Promise<boolean> {
  const result = await db
    .updateTable('threads')
    .set({ updated_at: sql<Date>`now()` })
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Takes its messages and runs along. */
export async function deleteThread(db: Connection, userId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('threads')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
