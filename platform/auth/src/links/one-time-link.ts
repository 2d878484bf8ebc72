import { lockUser, type User } from '../accounts/users-table';
import { problem } from '../errors';
import type { Change, Db } from '../stores/change';
import type { LinkPurpose } from '../stores/schema';
import { hashOf, newSecret } from '../stores/secret';
import { insertLink, linkByHash, useUpLinks, type Link } from './links-table';

/** Where each kind of link leads, under the public address. */
const PATHS = { verify_email: '/verify-email', reset_password: '/reset-password' } as const satisfies Record<
  LinkPurpose,
  string
>;

/** Makes a link that is good once and for `lifeTime` seconds; only its hash is kept. */
export async function makeLink(
  db: Db,
  userId: string,
  purpose: LinkPurpose,
  { PUBLIC_URL, LINK_TTL }: { PUBLIC_URL: string; LINK_TTL: number },
): Promise<string> {
  const { token, hash } = newSecret();
  const now = new Date();
  const expires_at = new Date(now.getTime() + LINK_TTL * 1000);
  await insertLink(db, { token_hash: hash, user_id: userId, purpose, created_at: now, expires_at });
  return `${PUBLIC_URL}${PATHS[purpose]}?token=${token}`;
}

/** Whose link it is, without using it. @throws link_invalid, link_expired */
export async function inspectLink(db: Db, token: string, purpose: LinkPurpose): Promise<Link> {
  const link = await linkByHash(db, hashOf(token), purpose);
  if (!link) throw problem('link_invalid');
  if (link.used_at) {
    const detail = 'This link was already used, and each one works once. Sign in, or ask for a new one.';
    throw problem('link_invalid', { detail });
  }
  if (link.expires_at <= new Date()) throw problem('link_expired');
  return link;
}

/** Uses a link and returns its person, whose row is locked from here on. @throws link_invalid, link_expired */
export async function followLink(change: Change, token: string, purpose: LinkPurpose): Promise<User> {
  const { user_id } = await inspectLink(change.trx, token, purpose);
  const user = await lockUser(change.trx, user_id);
  if (!user) throw problem('link_invalid');
  await inspectLink(change.trx, token, purpose); // again, now that nobody else can be using it
  await useUpLinks(change.trx, user_id, purpose);
  return user;
}
