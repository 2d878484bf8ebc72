import type { Selectable, Transaction } from 'kysely';
import type { Db } from '../stores/change';
import type { LinkPurpose, Schema } from '../stores/schema';

export type Link = Selectable<Schema['links']>;

export async function insertLink(
  db: Db,
  link: Pick<Link, 'token_hash' | 'user_id' | 'purpose' | 'created_at' | 'expires_at'>,
): Promise<void> {
  await db.insertInto('links').values(link).execute();
}

export async function linkByHash(db: Db, hash: Buffer, purpose: LinkPurpose): Promise<Link | undefined> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
}

/** Uses up every link a person has for a purpose: one was followed, so none is needed any more. */
export async function useUpLinks(
  trx: Transaction<Schema>,
  userId: string,
  purpose: LinkPurpose,
): Promise<void> {
  await trx
    .updateTable('links')
    .set({ used_at: new Date() })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute();
}

/** Links whose time was up more than a day ago; until then they are told that they expired. */
export async function deleteOldLinks(db: Db): Promise<void> {
  await db
    .deleteFrom('links')
    .where('expires_at', '<', new Date(Date.now() - 24 * 3600 * 1000))
    .execute();
}
