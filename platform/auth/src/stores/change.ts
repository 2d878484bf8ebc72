import type { Kysely, Transaction } from 'kysely';
import { announce } from '../outbox/events';
import type { Announcement } from '../outbox/events';
import { insertMailJob } from '../mail/mail-jobs-table';
import type { LinkPurpose, Schema } from './schema';

export type Db = Kysely<Schema> | Transaction<Schema>;

/**
 * A change that is being made: the transaction, and what is owed once it is committed. Events and mails are rows of the
 * same transaction, so they are owed exactly if the change happened.
 *
 * Every change of a person locks their row first (`lockUser`): changes of one person follow one another, their events
 * are numbered and leave in that order, and no two changes can deadlock.
 */
export class Change {
  private readonly forgotten: string[] = [];

  constructor(readonly trx: Transaction<Schema>) {}

  /** Owes the stream an event; `forget` names Redis keys that must be gone before anyone sees it. */
  async announce(announcement: Announcement, forget: string[] = []): Promise<void> {
    this.forgotten.push(...forget);
    await announce(this.trx, announcement, forget);
  }

  async mail(userId: string, purpose: LinkPurpose): Promise<void> {
    await insertMailJob(this.trx, userId, purpose);
  }

  get keysToForget(): readonly string[] {
    return this.forgotten;
  }
}

/** Makes a change, whole or not at all, then sees to what it owes. */
export type MakeChange = <T>(work: (change: Change) => Promise<T>) => Promise<T>;

export interface Aftermath {
  /** Best effort and soon; the relay does it again before the event goes out. */
  forget(keys: readonly string[]): Promise<void>;
  /** Something may be owed to the stream or the mail server. */
  wake(): void;
}

export function changeMaker(db: Kysely<Schema>, aftermath: Aftermath): MakeChange {
  return async (work) => {
    const [result, keys] = await db.transaction().execute(async (trx) => {
      const change = new Change(trx);
      return [await work(change), change.keysToForget] as const;
    });
    if (keys.length > 0) await aftermath.forget(keys);
    aftermath.wake();
    return result;
  };
}
