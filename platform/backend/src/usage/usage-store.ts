import { sql } from 'kysely';
import type { RunIdentity } from '../agents/run-store';
import type { Connection } from '../storage/database';

/** What a person used of their plan in this calendar month (UTC). `limit` is null where there is none. */
export interface Usage {
  plan: string;
  used: number;
  limit: number | null;
  resets_at: string;
}

/**
 * Counts one message; belongs in the transaction that stores it. Whoever counts for the same person waits until that
 * transaction ends, so that each sees its own number.
 */
export async function countMessage(db: Connection, userId: string, now = new Date()): Promise<void> {
  await db
    .insertInto('usage_counters')
    .values({ user_id: userId, period: periodOf(now), messages: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'period'])
        .doUpdateSet({ messages: sql<number>`usage_counters.messages + 1` }),
    )
    .execute();
}

/** Takes one message off the count of the month (UTC) in which its answer was asked for. */
export async function uncountMessage(db: Connection, { id, user_id }: RunIdentity): Promise<void> {
  await db
    .updateTable('usage_counters')
    .set({ messages: sql<number>`greatest(messages - 1, 0)` })
    .where('user_id', '=', user_id)
    .where('period', '=', (eb) =>
      eb
        .selectFrom('runs')
        .where('id', '=', id)
        .select(sql<string>`date_trunc('month', created_at at time zone 'UTC')::date`.as('period')),
    )
    .execute();
}

/** @returns undefined while the person is not known here. */
export async function findUsage(
  db: Connection,
  userId: string,
  freePlanMessages: number,
  now = new Date(),
): Promise<Usage | undefined> {
  const row = await db
    .selectFrom('profiles')
    .leftJoin('usage_counters', (join) =>
      join.onRef('usage_counters.user_id', '=', 'profiles.user_id').on('period', '=', periodOf(now)),
    )
    .where('profiles.user_id', '=', userId)
    .select(['plan', 'messages'])
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    plan: row.plan,
    used: row.messages ?? 0,
    limit: row.plan === 'free' ? freePlanMessages : null,
    resets_at: nextPeriod(now).toISOString(),
  };
}

function periodOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`;
}

function nextPeriod(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}
