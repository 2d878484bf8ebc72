import { z } from 'zod';
import { problem } from '../errors';
import type { AuthService } from '../identity/auth-service';
import type { Person } from '../identity/person';
import { isKnown } from '../profiles/profile-store';
import type { Database } from '../storage/database';
import { lockPerson } from '../user-events/event-store';
import type { PaymentProvider } from './payment-provider';
import { noteBeginning, noteEnd, runningSubscriptions, type Subscription } from './subscription-store';

/** What can be bought, and what everybody has who buys nothing. */
const PRO = 'pro';
const FREE = 'free';

/** What the payment provider tells, at least once, in any order. */
export const paymentMessage = z.object({
  id: z.string().min(1),
  type: z.enum(['subscription.started', 'subscription.ended']),
  data: z.object({ subscription: z.string().min(1), customer: z.string().min(1), plan: z.literal(PRO) }),
});
export type PaymentMessage = z.output<typeof paymentMessage>;

export interface PlansOptions {
  db: Database;
  auth: AuthService;
  provider: PaymentProvider;
  /** Where people open the pages, and the provider leaves its messages. */
  publicUrl: string;
}

/**
 * Which plan people are on. Who pays for what is the payment provider's word; the plan that follows is auth's to keep,
 * whose news of it reach the profile here like every other change of a person (user-events/projection.ts).
 */
export class Plans {
  constructor(private readonly options: PlansOptions) {}

  /**
   * @returns the address of the page on which the person pays
   * @throws already_on_plan, payment_unavailable
   */
  async openCheckout({ userId, email }: Person): Promise<string> {
    const { db, provider, publicUrl } = this.options;
    if ((await runningSubscriptions(db, userId)).length > 0) throw problem('already_on_plan');
    return provider.openCheckout({
      ...{ customer: userId, email, plan: PRO },
      success_url: `${publicUrl}/settings`,
      cancel_url: `${publicUrl}/settings`,
      webhook_url: `${publicUrl}/api/plan/payments`,
    });
  }

  /**
   * Ends what the person pays for; the free plan comes with the provider's word that it ended.
   * @returns whether there was anything. @throws payment_unavailable
   */
  async leave(userId: string): Promise<boolean> {
    const running = await runningSubscriptions(this.options.db, userId);
    for (const { subscription_id } of running) await this.options.provider.end(subscription_id);
    return running.length > 0;
  }

  /**
   * Takes the provider's word. It counts for nobody who is gone, and told twice it is told once.
   * @throws AuthUnavailable where auth cannot note the plan: then nothing is noted here, and the provider tells it again
   */
  async take({ type, data: { subscription, customer, plan } }: PaymentMessage): Promise<void> {
    const { db, auth } = this.options;
    const told: Subscription = { subscription_id: subscription, user_id: customer, plan };
    await db.transaction().execute(async (tx) => {
      await lockPerson(tx, customer);
      if (!(await isKnown(tx, customer))) return;
      await (type === 'subscription.started' ? noteBeginning(tx, told) : noteEnd(tx, told));
      const [current] = await runningSubscriptions(tx, customer);
      await auth.changePlan(customer, current?.plan ?? FREE);
    });
  }
}
