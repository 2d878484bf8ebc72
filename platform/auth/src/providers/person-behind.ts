import { randomUUID } from 'node:crypto';
import { personName, pictureAddress } from '../accounts/account';
import { localPartOf, normalisedEmail } from '../accounts/email';
import { insertUser, lockUser, updateProfile, userByEmail, type User } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import { snapshotOf } from '../outbox/events';
import { sessionIdsOf } from '../sessions/sessions-table';
import type { Change } from '../stores/change';
import type { Identity } from './identity';
import { knownIdentity, lockIdentity, saveIdentity, type KnownIdentity } from './identities-table';

/**
 * The account of whoever a provider vouches for: known, linked, or made now.
 * @param provider the provider's name, for sentences
 * @throws provider_refused, account_exists_unlinked
 */
export async function personBehind(
  auth: Auth,
  change: Change,
  told: Identity,
  provider: string,
): Promise<User> {
  const identity = presentable(told);
  await lockIdentity(change.trx, identity);
  const known = await knownIdentity(change.trx, identity);
  const user = known
    ? await broughtUpToDate(auth, change, known, identity)
    : await linkedOrCreated(change, identity, provider);
  await saveIdentity(change.trx, user.id, identity);
  return user;
}

/**
 * Whether an account with the same address is the same person: the provider has seen that the address is theirs, and so
 * have we. An account whose address nobody confirmed may have been made by anybody, who would then share it.
 */
export function mayBeLinked(
  identity: Pick<Identity, 'emailVerified'>,
  account: Pick<User, 'email_verified'>,
): boolean {
  return identity.emailVerified && account.email_verified;
}

/** What changed at the provider since the last sign-in; what the person changed here since then stays. */
export function newsFrom(
  known: Pick<KnownIdentity, 'name' | 'picture'>,
  identity: Pick<Identity, 'name' | 'picture'>,
): { name?: string; picture?: string | null } {
  return {
    ...(identity.name === known.name ? {} : { name: identity.name }),
    ...(identity.picture === known.picture ? {} : { picture: identity.picture }),
  };
}

async function linkedOrCreated(change: Change, identity: Identity, provider: string): Promise<User> {
  const email = normalisedEmail(identity.email);
  if (email === undefined)
    throw problem('provider_refused', {
      detail: `${provider} told us no e-mail address of yours. Allow it there, or log in another way.`,
    });
  const account = await userByEmail(change.trx, email);
  if (account) return linked(change, account, identity, provider);
  if (!identity.emailVerified)
    throw problem('provider_refused', {
      detail: `${provider} has not confirmed your e-mail address. Confirm it there, then try again.`,
    });
  const created = await insertUser(change.trx, {
    ...{ id: randomUUID(), email, name: identity.name, picture: identity.picture },
    ...{ password_hash: null, email_verified: true },
  });
  if (!created) return linkedOrCreated(change, identity, provider); // somebody signed up in this very moment
  await change.announce({ type: 'user.registered', user_id: created.id, data: snapshotOf(created) });
  return created;
}

async function linked(change: Change, account: User, identity: Identity, provider: string): Promise<User> {
  const user = await lockUser(change.trx, account.id);
  if (user && mayBeLinked(identity, user)) return user;
  throw problem('account_exists_unlinked', {
    detail:
      `There is already an account with your e-mail address, and it is not certain that it is yours. ` +
      `Log in with its password, or reset it, instead of using ${provider}.`,
  });
}

async function broughtUpToDate(
  auth: Auth,
  change: Change,
  known: KnownIdentity,
  identity: Identity,
): Promise<User> {
  const user = await lockUser(change.trx, known.user_id);
  if (!user) throw problem('token_revoked'); // deleted in this very moment
  const news = newsFrom(known, identity);
  if (Object.keys(news).length === 0) return user;
  const updated = await updateProfile(change.trx, user.id, news);
  const cached = (await sessionIdsOf(change.trx, user.id)).map(auth.keys.session);
  await change.announce({ type: 'user.updated', user_id: user.id, data: snapshotOf(updated) }, cached);
  return updated;
}

/** Names and pictures come from outside: what would not be taken from the person is not taken from a provider. */
function presentable(identity: Identity): Identity {
  const name = personName.safeParse(identity.name);
  const picture = pictureAddress.safeParse(identity.picture);
  return {
    ...identity,
    name: name.success ? name.data : localPartOf(identity.email) || 'Somebody',
    picture: picture.success ? picture.data : null,
  };
}
