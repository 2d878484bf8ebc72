import { sql, type Selectable, type Transaction } from 'kysely';
import { DatabaseError } from 'pg';
import { problem } from '../errors';
import type { Db } from '../stores/change';
import type { Schema } from '../stores/schema';

export type User = Selectable<Schema['users']>;
export type NewUser = Pick<User, 'id' | 'email' | 'name' | 'password_hash'> &
  Partial<Pick<User, 'email_verified' | 'picture'>>;
export type ProfileChange = Partial<Pick<User, 'email' | 'name' | 'picture' | 'email_verified'>>;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; `email` is the only unique column one can choose. */
const UNIQUE_VIOLATION = '23505';

/** Undefined where the address is taken. */
export async function insertUser(trx: Transaction<Schema>, user: NewUser): Promise<User | undefined> {
  const now = new Date();
  return trx
    .insertInto('users')
    .values({ ...user, created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function userByEmail(db: Db, email: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
}

export async function userById(db: Db, id: string): Promise<User | undefined> {
  return db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The first statement of every change of a person: whoever else changes them waits. */
export async function lockUser(trx: Transaction<Schema>, id: string): Promise<User | undefined> {
  return trx.selectFrom('users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/**
 * Raises `version`.
 * @throws email_taken where the new address is someone else's; the transaction is lost then
 */
export async function updateProfile(
  trx: Transaction<Schema>,
  id: string,
  change: ProfileChange,
): Promise<User> {
  try {
    return await trx
      .updateTable('users')
      .set({ ...change, version: sql`version + 1`, updated_at: new Date() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  } catch (cause) {
    if (cause instanceof DatabaseError && cause.code === UNIQUE_VIOLATION) throw problem('email_taken');
    throw cause;
  }
}

export async function setPlan(trx: Transaction<Schema>, id: string, plan: string): Promise<User> {
  return trx
    .updateTable('users')
    .set({ plan, updated_at: new Date() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function setPasswordHash(trx: Transaction<Schema>, id: string, hash: string): Promise<void> {
  await trx
    .updateTable('users')
    .set({ password_hash: hash, updated_at: new Date() })
    .where('id', '=', id)
    .execute();
}

/** With everything that hangs on them: sessions, refresh tokens, links, mail that is owed. */
export async function deleteUser(trx: Transaction<Schema>, id: string): Promise<void> {
  await trx.deleteFrom('users').where('id', '=', id).execute();
}

/** The number of the person's next event. */
export async function nextEventVersion(trx: Transaction<Schema>, id: string): Promise<number> {
  const { event_version } = await trx
    .updateTable('users')
    .set({ event_version: sql`event_version + 1` })
    .where('id', '=', id)
    .returning('event_version')
    .executeTakeFirstOrThrow();
  return event_version;
}
