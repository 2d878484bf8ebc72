import { sql } from 'kysely';
import type { Connection } from '../storage/database';

/** What a person used of their plan in this calendar month (UTC). `limit` is null where there is none. */
export interface Usage {
  plan: string;
  used: number;
  limit: number | null;
  resets_at: string;
}

/** Counts one message; belongs in the transaction that stores it. */
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
