import { randomUUID } from 'node:crypto';
import type { User } from '../accounts/users-table';
import type { Auth } from '../auth';
import type { Change } from '../stores/change';
import { grantOf, nextRefreshToken, sessionEnd, type Grant } from './grant';
import { insertSession } from './sessions-table';

const UNKNOWN_DEVICE = 'Unknown device';

export interface OpenedSession {
  id: string;
  refreshToken: string;
  user: User;
}

/** Signs a person in on a device, however they proved who they are. Their row is locked by the caller. */
export async function openSession(
  auth: Auth,
  change: Change,
  user: User,
  device: string | undefined,
): Promise<OpenedSession> {
  const id = randomUUID();
  const now = new Date();
  await insertSession(change.trx, {
    id,
    user_id: user.id,
    device: deviceName(device),
    created_at: now,
    expires_at: sessionEnd(auth, now),
  });
  return { id, user, refreshToken: await nextRefreshToken(auth, change, id, now) };
}

/** Once the session is committed: what the person is given. */
export async function grantSession(auth: Auth, { id, user, refreshToken }: OpenedSession): Promise<Grant> {
  await auth.sessions.remember(id);
  return grantOf(auth, user, id, refreshToken);
}

/** A name to recognise a device by, on one line. */
export function deviceName(told: string | undefined): string {
  const name = (told ?? '').replace(/\p{Cc}+/gu, ' ').trim();
  return name === '' ? UNKNOWN_DEVICE : name.slice(0, 120);
}
