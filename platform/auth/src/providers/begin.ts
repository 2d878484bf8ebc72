import { randomNonce, randomPKCECodeVerifier } from 'openid-client';
import type { Auth } from '../auth';
import { newSecret } from '../stores/secret';
import { insertAttempt } from './attempts-table';
import { conclude, returnAddress } from './conclude';
import type { IdentityProvider } from './identity';
import { asRefusal } from './refusal';

/** Where the provider sends people back to. */
export function redirectUri(auth: Auth, provider: string): string {
  return `${auth.settings.PUBLIC_URL}/auth/oauth/${provider}/callback`;
}

/** Begins a sign-in. @returns where the browser goes: to the provider, or back to us where that cannot be reached. */
export async function beginSignIn(auth: Auth, provider: IdentityProvider, browser: Buffer): Promise<string> {
  const { token: state, hash } = newSecret();
  const checks = { state, nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  const address = await provider
    .authorizationUrl(redirectUri(auth, provider.id), checks)
    .catch((cause: unknown) => {
      auth.logger.warn({ err: cause, provider: provider.id }, 'a sign-in could not begin');
      return asRefusal(cause, provider.name);
    });
  if (!(address instanceof URL))
    return returnAddress(auth, await conclude(auth, auth.db, provider.id, browser, { refusal: address }));

  await insertAttempt(auth.db, {
    state_hash: hash,
    browser_hash: browser,
    provider: provider.id,
    nonce: checks.nonce,
    code_verifier: checks.codeVerifier,
    expires_at: new Date(Date.now() + auth.settings.SIGN_IN_ATTEMPT_TTL * 1000),
  });
  return address.href;
}
