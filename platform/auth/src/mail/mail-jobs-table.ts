import { traceparent } from '@reference/kit/trace';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Db } from '../stores/change';
import type { LinkPurpose, Schema } from '../stores/schema';

export type MailJob = Selectable<Schema['mail_jobs']>;

export async function insertMailJob(
  trx: Transaction<Schema>,
  userId: string,
  purpose: LinkPurpose,
): Promise<void> {
  const now = new Date();
  await trx
    .insertInto('mail_jobs')
    .values({ user_id: userId, purpose, traceparent: traceparent(), due_at: now, created_at: now })
    .execute();
}

/**
 * Takes up to `limit` mails that are due. They are due again at `dueAgain`, in case whoever took them does not live to
 * say how it went; so no mail is lost, and one may be sent twice.
 */
export async function takeDueJobs(db: Db, limit: number, dueAgain: Date): Promise<MailJob[]> {
  return db
    .updateTable('mail_jobs')
    .set({ due_at: dueAgain, attempts: sql`attempts + 1` })
    .where('id', 'in', (query) =>
      query
        .selectFrom('mail_jobs')
        .select('id')
        .where('due_at', '<=', new Date())
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

export async function postponeJob(db: Db, id: string, until: Date): Promise<void> {
  await db.updateTable('mail_jobs').set({ due_at: until }).where('id', '=', id).execute();
}

export async function deleteJob(db: Db, id: string): Promise<void> {
  await db.deleteFrom('mail_jobs').where('id', '=', id).execute();
}
