import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { LauncherInstance } from '../targets/launcher-instance';
import { addressOf, Caller } from './calling';
import { inTurn, told } from './timing';

const ROUNDS = 400;
const WARM_UP = 100;
const BUDGET_MS = 1;
const HOUR_S = 3_600;

/**
 * What checking a token costs in the backend: the time of a call that is refused for want of a token, against one with a
 * token that expired. Signature and claims of that one are checked like any other's, and then it is refused the same way.
 * @returns whether the check takes less than a millisecond at the median
 */
export async function tokenVerification(instance: LauncherInstance): Promise<boolean> {
  const url = `${addressOf(instance, 'backend')}/api/profile`;
  const bearer = await expiredToken(instance);
  const caller = new Caller();
  try {
    const [without, expired] = await inTurn(
      () => caller.call({ method: 'GET', url, expects: '401 token_missing' }),
      () => caller.call({ method: 'GET', url, bearer, expects: '401 token_expired' }),
      { rounds: ROUNDS, warmUp: WARM_UP },
    );
    const added = expired.median - without.median;
    const holds = added < BUDGET_MS;
    process.stdout.write(
      `token check     without a token ${told(without)}\n` +
        `token check     with a token    ${told(expired)}\n` +
        `token check     adds ${added.toFixed(2)} ms at the median; ${holds ? 'under' : 'NOT UNDER'} ${BUDGET_MS} ms\n`,
    );
    return holds;
  } finally {
    caller.close();
  }
}

async function expiredToken({ signing_key, issuer, audience }: LauncherInstance): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ sid: randomUUID(), email: 'nobody@people.example.org', plan: 'free' })
    .setProtectedHeader({ alg: 'ES256', kid: String(signing_key['kid']) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(randomUUID())
    .setJti(randomUUID())
    .setIssuedAt(now - 2 * HOUR_S)
    .setExpirationTime(now - HOUR_S)
    .sign(await importJWK(signing_key, 'ES256'));
}
