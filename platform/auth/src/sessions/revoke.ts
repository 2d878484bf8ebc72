import { lockUser } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import type { RevocationReason } from '../outbox/events';
import type { Change } from '../stores/change';
import type { Principal } from '../tokens/authenticate';
import { endSessions } from './sessions-table';

/**
 * Ends one session of a person, or all, here and (by the event) at every service. Their row is locked by the caller.
 * @returns how many ended
 */
export async function revokeSessions(
  auth: Auth,
  change: Change,
  userId: string,
  which: { id: string } | 'all',
  reason: RevocationReason,
): Promise<number> {
  const session_ids = await endSessions(change.trx, userId, which, reason);
  if (session_ids.length > 0) {
    const cached = session_ids.map(auth.keys.session);
    await change.announce(
      { type: 'session.revoked', user_id: userId, data: { session_ids, reason } },
      cached,
    );
  }
  return session_ids.length;
}

export async function logout(auth: Auth, principal: Principal, everywhere: boolean): Promise<void> {
  await auth.change(async (change) => {
    await lockUser(change.trx, principal.user_id);
    if (everywhere) await revokeSessions(auth, change, principal.user_id, 'all', 'signed_out_everywhere');
    else await revokeSessions(auth, change, principal.user_id, { id: principal.session_id }, 'signed_out');
  });
}

/** Ends another session of one's own. @throws session_not_found */
export async function removeSession(auth: Auth, principal: Principal, id: string): Promise<void> {
  const ended = await auth.change(async (change) => {
    await lockUser(change.trx, principal.user_id);
    return revokeSessions(auth, change, principal.user_id, { id }, 'session_removed');
  });
  if (ended === 0) throw problem('session_not_found');
}
