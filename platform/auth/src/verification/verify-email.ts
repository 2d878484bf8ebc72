import { z } from 'zod';
import { accountOf, type Account } from '../accounts/account';
import { normalisedEmail } from '../accounts/email';
import { updateProfile, userByEmail } from '../accounts/users-table';
import type { Auth } from '../auth';
import { followLink } from '../links/one-time-link';
import { snapshotOf } from '../outbox/events';

const answer = z.object({ token: z.string() });
const request = z.object({ email: z.string() });

/** @throws link_invalid, link_expired */
export async function verifyEmail(auth: Auth, body: unknown): Promise<Account> {
  const { token } = answer.parse(body);
  return auth.change(async (change) => {
    const user = await followLink(change, token, 'verify_email');
    if (user.email_verified) return accountOf(user);
    const verified = await updateProfile(change.trx, user.id, { email_verified: true });
    await change.announce({ type: 'user.email_verified', user_id: user.id, data: snapshotOf(verified) });
    return accountOf(verified);
  });
}

/** Sends another link where there is something to confirm, and says nothing about whether there is. */
export async function resendVerification(auth: Auth, body: unknown): Promise<void> {
  const email = normalisedEmail(request.parse(body).email);
  if (email === undefined || !(await auth.limits.mayMail(email))) return;
  const user = await userByEmail(auth.db, email);
  if (!user || user.email_verified) return;
  await auth.change((change) => change.mail(user.id, 'verify_email'));
}
