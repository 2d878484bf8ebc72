import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { snapshotOf } from '../outbox/events';
import { accountOf, password, personName, type Account } from './account';
import { requireEmail } from './email';
import { hashPassword } from './password-hash';
import { requireStrongPassword } from './password-policy';
import { insertUser } from './users-table';

const registration = z.object({ email: z.string(), password, name: personName });

/** @throws invalid_email, weak_password, email_taken, invalid_request */
export async function register(auth: Auth, body: unknown): Promise<Account> {
  const wanted = registration.parse(body);
  const email = requireEmail(wanted.email);
  requireStrongPassword(wanted.password, email);
  const password_hash = await hashPassword(wanted.password);

  return auth.change(async (change) => {
    const user = await insertUser(change.trx, { id: randomUUID(), email, name: wanted.name, password_hash });
    if (!user) throw problem('email_taken');
    await change.announce({ type: 'user.registered', user_id: user.id, data: snapshotOf(user) });
    await change.mail(user.id, 'verify_email');
    return accountOf(user);
  });
}
