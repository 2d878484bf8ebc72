import type { Auth } from '../auth';
import { problem } from '../errors';
import { sessionIdsOf } from '../sessions/sessions-table';
import type { Principal } from '../tokens/authenticate';
import { deleteUser, lockUser } from './users-table';

/** Removes the person from every table and from Redis, and tells everyone who keeps something of them. */
export async function deleteAccount(auth: Auth, principal: Principal): Promise<void> {
  await auth.change(async (change) => {
    const user = await lockUser(change.trx, principal.user_id);
    if (!user) throw problem('token_revoked');
    const sessions = await sessionIdsOf(change.trx, user.id);
    const cached = [...sessions.map(auth.keys.session), ...auth.keys.ofAddress(user.email)];
    await change.announce({ type: 'user.deleted', user_id: user.id, data: {} }, cached);
    await deleteUser(change.trx, user.id);
  });
}
