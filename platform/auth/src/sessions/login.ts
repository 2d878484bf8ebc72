import { z } from 'zod';
import { password } from '../accounts/account';
import { normalisedEmail } from '../accounts/email';
import { lockUser, userByEmail, type User } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import type { Attempt } from '../limits/limits';
import type { Grant } from './grant';
import { grantSession, openSession } from './open-session';

const credentials = z.object({ email: z.string().max(1_000), password, device: z.string().optional() });

/**
 * Signs in with a password. Unknown addresses are refused, counted and locked like known ones, at the same cost.
 * @param userAgent names the device where the caller does not
 * @throws account_locked, invalid_credentials, email_not_verified, invalid_request
 */
export async function login(auth: Auth, body: unknown, userAgent: string | undefined): Promise<Grant> {
  const given = credentials.parse(body);
  const email = normalisedEmail(given.email) ?? given.email;

  const user = await auth.passwordTries.run(email, async () => {
    const attempt = await refuseLocked(auth, email);
    return requirePassword(auth, attempt, email, given.password);
  });
  if (!user.email_verified) throw problem('email_not_verified');

  const opened = await auth.change(async (change) => {
    const current = await lockUser(change.trx, user.id);
    if (!current || current.password_hash !== user.password_hash) throw problem('invalid_credentials');
    return openSession(auth, change, current, given.device ?? userAgent);
  });
  return grantSession(auth, opened);
}

/**
 * Counts the attempt before the password is looked at, so that guesses made side by side count too. Within an instance
 * they are taken in turn, so that a person who signs in on many devices at once is not taken for one who guesses.
 */
async function refuseLocked(auth: Auth, email: string): Promise<Attempt> {
  const attempt = await auth.limits.attempt(email);
  if (attempt.locked_for !== undefined) throw problem('account_locked', { retry_after: attempt.locked_for });
  return attempt;
}

async function requirePassword(auth: Auth, attempt: Attempt, email: string, given: string): Promise<User> {
  const user = await userWithPassword(auth, email, given).catch(async (cause: unknown) => {
    await attempt.withdraw(); // an outage must not lock anyone out
    throw cause;
  });
  if (!user) {
    await attempt.failed();
    throw problem('invalid_credentials');
  }
  await attempt.succeeded();
  return user;
}

async function userWithPassword(auth: Auth, email: string, given: string): Promise<User | undefined> {
  const user = await userByEmail(auth.db, email);
  const same = await auth.passwords.matches(given, user?.password_hash);
  return same ? user : undefined;
}
