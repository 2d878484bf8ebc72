import { z } from 'zod';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { accountOf, type Account } from './account';
import { announceUpdate } from './profile';
import { lockUser, setPlan } from './users-table';

const planChange = z.strictObject({ user_id: z.uuid(), plan: z.enum(['free', 'pro']) });

/**
 * Notes the plan that a person is on; whoever sells plans says which. Tokens name it from the next one on. Not a change
 * of the person's own: the profile's `version` stays, so that what they are changing meanwhile is no conflict.
 * @throws user_not_found, invalid_request
 */
export async function changePlan(auth: Auth, body: unknown): Promise<Account> {
  const { user_id: userId, plan } = planChange.parse(body);
  return auth.change(async (change) => {
    const user = await lockUser(change.trx, userId);
    if (!user) throw problem('user_not_found');
    if (user.plan === plan) return accountOf(user);
    const changed = await setPlan(change.trx, userId, plan);
    await announceUpdate(auth, change, changed);
    return accountOf(changed);
  });
}
