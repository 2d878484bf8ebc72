import type { Logger } from '@reference/kit/logger';
import { traceparent } from '@reference/kit/trace';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AuthUnavailable, TokenRefused, type Person } from './person';

const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  email: z.string(),
  plan: z.string(),
  iat: z.number(),
  exp: z.number(),
});

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** For so long tokens of unknown keys do not have the keys fetched again: anybody can make such tokens. */
const KEYS_COOLDOWN_MS = 500;

export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
  /** Seconds. */
  leeway: number;
  logger: Logger;
  /** Where the auth service is now; may change when it restarts. */
  authAddress(): Promise<string>;
}

/** Verifies access tokens here, by auth's published keys: ES256 and nothing else, issuer, audience, life time. */
export class TokenVerifier {
  private keySet: { readonly origin: string; readonly keys: RemoteKeys } | undefined;

  constructor(private readonly options: TokenVerifierOptions) {}

  /** @throws TokenRefused, or AuthUnavailable when the keys cannot be had. */
  async verify(token: string): Promise<Person> {
    const keys = await this.currentKeys();
    try {
      return this.personOf(token, await this.payloadOf(token, keys));
    } catch (cause) {
      const refusal = refusalOf(cause);
      // The caller is not told which check failed; whoever reads the log must be: two services that do not trust
      // the same key, issuer or audience show nowhere else.
      if (refusal instanceof TokenRefused && refusal.fault === 'token_invalid')
        this.options.logger.warn(`token refused: ${cause instanceof Error ? cause.message : String(cause)}`);
      throw refusal;
    }
  }

  private async payloadOf(token: string, keys: RemoteKeys): Promise<unknown> {
    try {
      return await this.verifiedPayload(token, keys);
    } catch (cause) {
      // The keys are not fetched again within a moment, and were perhaps changed within that very moment.
      if (!(cause instanceof errors.JWKSNoMatchingKey) || !keys.coolingDown) throw cause;
      await pause(KEYS_COOLDOWN_MS);
      return await this.verifiedPayload(token, keys);
    }
  }

  private async verifiedPayload(token: string, keys: RemoteKeys): Promise<unknown> {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['ES256'],
      issuer: this.options.issuer,
      audience: this.options.audience,
      clockTolerance: this.options.leeway,
      requiredClaims: ['iat', 'exp', 'jti'],
    });
    return payload;
  }

  /** A token from the future was issued by nobody, however well it is signed. */
  private personOf(token: string, payload: unknown, now = Date.now()): Person {
    const parsed = claims.safeParse(payload);
    if (!parsed.success) throw new TokenRefused('token_invalid');
    const { sub, sid, email, plan, iat, exp } = parsed.data;
    if (iat > now / 1_000 + this.options.leeway) throw new TokenRefused('token_invalid');
    return { userId: sub, sessionId: sid, email, plan, token, expiresAt: exp * 1_000 };
  }

  /** Keys stay known while auth is away, so that a restart of auth refuses nobody. */
  private async currentKeys(): Promise<RemoteKeys> {
    const known = this.keySet;
    const origin = await this.options.authAddress().catch((cause: unknown) => {
      if (known) return known.origin;
      throw cause;
    });
    if (known?.origin === origin) return known.keys;
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', origin), {
      timeoutDuration: 2_000,
      cooldownDuration: KEYS_COOLDOWN_MS,
      [customFetch]: (url, options) => {
        options.headers.set('traceparent', traceparent());
        return fetch(url, options);
      },
    });
    this.keySet = { origin, keys };
    return keys;
  }
}

/** What jose says is about the token, except where it could not get the keys. */
function refusalOf(cause: unknown): Error {
  if (cause instanceof TokenRefused) return cause;
  if (cause instanceof errors.JWTExpired) return new TokenRefused('token_expired');
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) {
    return new AuthUnavailable('its keys could not be fetched', cause);
  }
  const aboutTheToken = cause instanceof errors.JOSEError && cause.constructor !== errors.JOSEError;
  return aboutTheToken
    ? new TokenRefused('token_invalid')
    : new AuthUnavailable('its keys could not be fetched', cause);
}
