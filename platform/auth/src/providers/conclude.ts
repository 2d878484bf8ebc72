import type { Auth } from '../auth';
import type { Db } from '../stores/change';
import { newSecret } from '../stores/secret';
import { insertOutcome } from './outcomes-table';
import type { SignInRefusal } from './refusal';

/** The code stands in an address for as long as a page takes to load. */
const LONGEST_CODE_LIFE_S = 60;

/** Keeps what came of a sign-in. @returns the one-time code by which its page asks for it. */
export async function conclude(
  auth: Auth,
  db: Db,
  provider: string,
  browser: Buffer,
  outcome: { userId: string } | { refusal: SignInRefusal },
): Promise<string> {
  const { token, hash } = newSecret();
  const life = Math.min(auth.settings.SIGN_IN_ATTEMPT_TTL, LONGEST_CODE_LIFE_S);
  await insertOutcome(db, {
    code_hash: hash,
    browser_hash: browser,
    provider,
    user_id: 'userId' in outcome ? outcome.userId : null,
    refusal: 'refusal' in outcome ? outcome.refusal : null,
    expires_at: new Date(Date.now() + life * 1000),
  });
  return token;
}

/** The page that a sign-in ends on, however it ended. */
export function returnAddress(auth: Auth, code: string): string {
  return `${auth.settings.PUBLIC_URL}/signed-in?code=${encodeURIComponent(code)}`;
}
