import { z } from 'zod';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { snapshotOf } from '../outbox/events';
import type { Change } from '../stores/change';
import { sessionIdsOf } from '../sessions/sessions-table';
import type { Principal } from '../tokens/authenticate';
import { accountOf, personName, pictureAddress, type Account } from './account';
import { requireEmail } from './email';
import { lockUser, updateProfile, userById, type ProfileChange, type User } from './users-table';

const profileChange = z.strictObject({
  name: personName.optional(),
  email: z.string().optional(),
  picture: pictureAddress.nullable().optional(),
});

/** @throws token_revoked where the account went away in between */
export async function readProfile(auth: Auth, principal: Principal): Promise<Account> {
  const user = await userById(auth.db, principal.user_id);
  if (!user) throw problem('token_revoked');
  return accountOf(user);
}

/**
 * Changes what the body names, if the profile is still as the caller read it (`ifMatch`). A new address counts as not
 * confirmed until its own mail is answered.
 * @throws version_required, version_conflict, invalid_email, email_taken, invalid_request
 */
export async function changeProfile(
  auth: Auth,
  principal: Principal,
  ifMatch: string | undefined,
  body: unknown,
): Promise<Account> {
  const version = versionIn(ifMatch);
  const wanted = profileChange.parse(body);
  if (wanted.email !== undefined) wanted.email = requireEmail(wanted.email);

  return auth.change(async (change) => {
    const user = await lockUser(change.trx, principal.user_id);
    if (!user) throw problem('token_revoked');
    if (version !== 'any' && version !== user.version) throw problem('version_conflict');

    const differences = differencesOf(user, wanted);
    if (Object.keys(differences).length === 0) return accountOf(user);
    const changed = await updateProfile(change.trx, user.id, differences);
    await announceUpdate(auth, change, changed);
    if (differences.email !== undefined) await change.mail(user.id, 'verify_email');
    return accountOf(changed);
  });
}

/**
 * `"3"`, `W/"3"`, `3` or `*` (RFC 9110, 13.1.1); several versions make no sense here and match nothing.
 * @throws version_required where there is none
 */
export function versionIn(ifMatch: string | undefined): number | 'any' {
  if (ifMatch === undefined) throw problem('version_required');
  if (ifMatch.trim() === '*') return 'any';
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim())?.[1];
  if (digits === undefined) throw problem('version_conflict');
  return Number(digits);
}

function differencesOf(user: User, wanted: z.output<typeof profileChange>): ProfileChange {
  return {
    ...(wanted.name !== undefined && wanted.name !== user.name ? { name: wanted.name } : {}),
    ...(wanted.picture !== undefined && wanted.picture !== user.picture ? { picture: wanted.picture } : {}),
    ...(wanted.email !== undefined && wanted.email !== user.email
      ? { email: wanted.email, email_verified: false }
      : {}),
  };
}

export async function announceUpdate(auth: Auth, change: Change, user: User): Promise<void> {
  const cached = (await sessionIdsOf(change.trx, user.id)).map(auth.keys.session);
  await change.announce({ type: 'user.updated', user_id: user.id, data: snapshotOf(user) }, cached);
}
