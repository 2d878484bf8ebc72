import { z } from 'zod';
import { password } from '../accounts/account';
import { normalisedEmail } from '../accounts/email';
import { hashPassword } from '../accounts/password-hash';
import { requireStrongPassword } from '../accounts/password-policy';
import { setPasswordHash, userByEmail, userById } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { followLink, inspectLink } from '../links/one-time-link';
import { revokeSessions } from '../sessions/revoke';

const request = z.object({ email: z.string() });
const confirmation = z.object({ token: z.string(), password });

/** Sends a link where the address is known, and says nothing about whether it is. */
export async function requestPasswordReset(auth: Auth, body: unknown): Promise<void> {
  const email = normalisedEmail(request.parse(body).email);
  if (email === undefined || !(await auth.limits.mayMail(email))) return;
  const user = await userByEmail(auth.db, email);
  if (!user) return;
  await auth.change((change) => change.mail(user.id, 'reset_password'));
}

/**
 * Sets a new password, ends every session and lifts a lock: whoever reads the address's mail is its owner.
 * A password that is refused leaves the link unused.
 * @throws link_invalid, link_expired, weak_password
 */
export async function confirmPasswordReset(auth: Auth, body: unknown): Promise<void> {
  const wanted = confirmation.parse(body);
  const email = await emailBehind(auth, wanted.token);
  requireStrongPassword(wanted.password, email);
  const hash = await hashPassword(wanted.password);

  await auth.change(async (change) => {
    const user = await followLink(change, wanted.token, 'reset_password');
    await setPasswordHash(change.trx, user.id, hash);
    await revokeSessions(auth, change, user.id, 'all', 'password_reset');
  });
  await auth.limits.clearFailures(email);
}

async function emailBehind(auth: Auth, token: string): Promise<string> {
  const link = await inspectLink(auth.db, token, 'reset_password');
  const user = await userById(auth.db, link.user_id);
  if (!user) throw problem('link_invalid');
  return user.email;
}
