import type { Connection } from '../storage/database';

export interface Subscription {
  readonly subscription_id: string;
  readonly user_id: string;
  readonly plan: string;
}

/** Told again, or after its end, it changes nothing. */
export async function noteBeginning(db: Connection, subscription: Subscription): Promise<void> {
  await db
    .insertInto('subscriptions')
    .values({ ...subscription, ended: false })
    .onConflict((conflict) => conflict.column('subscription_id').doNothing())
    .execute();
}

/** Also where its beginning was never told: that may still come. */
export async function noteEnd(db: Connection, subscription: Subscription): Promise<void> {
  await db
    .insertInto('subscriptions')
    .values({ ...subscription, ended: true })
    .onConflict((conflict) => conflict.column('subscription_id').doUpdateSet({ ended: true }))
    .execute();
}

/** What the person pays for at present. */
export async function runningSubscriptions(db: Connection, userId: string): Promise<readonly Subscription[]> {
  return db
    .selectFrom('subscriptions')
    .where('user_id', '=', userId)
    .where('ended', '=', false)
    .select(['subscription_id', 'user_id', 'plan'])
    .execute();
}
