import { z } from 'zod';
import { lockUser } from '../accounts/users-table';
import type { Auth } from '../auth';
import { problem } from '../errors';
import type { Grant } from '../sessions/grant';
import { grantSession, openSession } from '../sessions/open-session';
import { hashOf } from '../stores/secret';
import { markRedeemed, outcomeByCode } from './outcomes-table';

const exchange = z.object({ code: z.string().max(200), device: z.string().optional() });

/**
 * What came of a sign-in, asked for with its one-time code: a session, or why there is none. A refusal can be asked for
 * again, so that a page that is loaded anew still says it.
 * @param userAgent names the device where the caller does not
 * @throws state_mismatch, code_replayed, attempt_expired, and whatever the sign-in was refused with
 */
export async function exchangeCode(
  auth: Auth,
  body: unknown,
  browser: Buffer | undefined,
  userAgent: string | undefined,
): Promise<Grant> {
  const { code, device } = exchange.parse(body);
  const hash = hashOf(code);
  const opened = await auth.change(async (change) => {
    const outcome = await outcomeByCode(change.trx, hash);
    if (!outcome || !browser?.equals(outcome.browser_hash)) throw problem('state_mismatch');
    if (outcome.refusal) {
      const { code: reason, ...told } = outcome.refusal;
      throw problem(reason, told);
    }
    if (!(await markRedeemed(change.trx, hash))) throw problem('code_replayed');
    if (outcome.expires_at <= new Date()) throw problem('attempt_expired');
    const user = outcome.user_id === null ? undefined : await lockUser(change.trx, outcome.user_id);
    if (!user) throw problem('state_mismatch'); // the account went away in this very moment
    const session = await openSession(auth, change, user, device ?? userAgent);
    await change.announce({
      type: 'session.opened',
      user_id: user.id,
      data: { session_id: session.id, provider: outcome.provider },
    });
    return session;
  });
  return grantSession(auth, opened);
}
