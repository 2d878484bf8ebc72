import { sql, type ExpressionBuilder } from 'kysely';
import type { HistoryEntry } from '../contract/events';
import type { Connection, Tables } from '../storage/database';

const COLUMNS = ['id', 'thread_id', 'role', 'content', 'client_message_id', 'run_id', 'created_at'] as const;

function positionOf(eb: ExpressionBuilder<Tables, 'messages'>, userId: string, id: string) {
  return eb.selectFrom('messages').where('user_id', '=', userId).where('id', '=', id).select('position');
}

function entryOf(row: Omit<HistoryEntry, 'created_at'> & { created_at: Date }): HistoryEntry {
  return { ...row, created_at: row.created_at.toISOString() };
}

export interface NewMessage {
  id?: string;
  thread_id: string;
  user_id: string;
  role: 'user' | 'assistant';
  content: string;
  client_message_id: string | null;
  run_id: string | null;
}

/** @returns undefined where the person used this client_message_id before. */
export async function insertMessage(db: Connection, message: NewMessage): Promise<HistoryEntry | undefined> {
  const row = await db
    .insertInto('messages')
    .values(message)
    .onConflict((conflict) => conflict.columns(['user_id', 'client_message_id']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && entryOf(row);
}

/** Messages that one statement stores: PostgreSQL takes 65,535 parameters. */
const A_STATEMENT = 1_000;

/** Stores what was said elsewhere, in order. */
export async function insertHistory(
  db: Connection,
  user_id: string,
  thread_id: string,
  messages: readonly { role: 'user' | 'assistant'; content: string; created_at: string }[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += A_STATEMENT) {
    const rows = messages.slice(from, from + A_STATEMENT).map(({ role, content, created_at }) => ({
      ...{ user_id, thread_id, role, content, created_at },
      ...{ client_message_id: null, run_id: null },
    }));
    await db.insertInto('messages').values(rows).execute();
  }
}

export async function findByClientId(
  db: Connection,
  userId: string,
  clientMessageId: string,
): Promise<HistoryEntry | undefined> {
  const row = await db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('client_message_id', '=', clientMessageId)
    .select(COLUMNS)
    .executeTakeFirst();
  return row && entryOf(row);
}

export async function findMessage(
  db: Connection,
  userId: string,
  id: string,
): Promise<HistoryEntry | undefined> {
  const row = await db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .select(COLUMNS)
    .executeTakeFirst();
  return row && entryOf(row);
}

/** The same, kept from being answered twice at once until the transaction ends. */
export async function lockMessage(
  db: Connection,
  userId: string,
  id: string,
): Promise<HistoryEntry | undefined> {
  const row = await db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .select(COLUMNS)
    .forUpdate()
    .executeTakeFirst();
  return row && entryOf(row);
}

/** The latest `limit` messages of a thread, or those before the message `before`; oldest first. */
export async function listMessages(
  db: Connection,
  userId: string,
  threadId: string,
  limit: number,
  before?: string,
): Promise<HistoryEntry[]> {
  let query = db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('thread_id', '=', threadId)
    .select(COLUMNS)
    .orderBy('position', 'desc')
    .limit(limit);
  if (before !== undefined) {
    query = query.where('position', '<', (eb) => positionOf(eb, userId, before));
  }
  const rows = await query.execute();
  return rows.reverse().map(entryOf);
}

/** Messages of a thread whose text contains the words, whatever their case; the latest first. */
export async function searchMessages(
  db: Connection,
  userId: string,
  threadId: string,
  words: string,
  before: string,
  limit: number,
): Promise<HistoryEntry[]> {
  const rows = await db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('thread_id', '=', threadId)
    .where('position', '<', (eb) => positionOf(eb, userId, before))
    .where(sql<boolean>`position(lower(${words}) in lower(content)) > 0`)
    .select(COLUMNS)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute();
  return rows.map(entryOf);
}

/** How much was said in a thread before a message. */
export async function countBefore(
  db: Connection,
  userId: string,
  threadId: string,
  before: string,
): Promise<number> {
  const row = await db
    .selectFrom('messages')
    .where('user_id', '=', userId)
    .where('thread_id', '=', threadId)
    .where('position', '<', (eb) => positionOf(eb, userId, before))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}
