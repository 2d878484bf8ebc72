import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { problem } from '../errors';
import type { SigningKeys } from './signing-keys';

const ALGORITHM = 'ES256';
/** Clocks of instances differ; a token from further in the future was not issued by any of them. */
const CLOCKS_APART_S = 5;

const claimSet = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.guid(),
  sid: z.guid(),
  jti: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  email: z.string().min(1),
  plan: z.string().min(1),
});

/** What an access token says. Times are seconds since the epoch. */
export type Claims = z.output<typeof claimSet>;

export interface Bearer {
  user_id: string;
  session_id: string;
  email: string;
  plan: string;
}

export interface IssuedToken {
  token: string;
  /** Whole seconds from now. */
  expires_in: number;
}

/** Issues and reads access tokens: JWT (RFC 7519), ES256, short-lived, bound to a session. */
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly settings: { ISSUER: string; AUDIENCE: string; ACCESS_TOKEN_TTL: number },
  ) {}

  /** Times in the token are whole seconds, rounded so that it is never good for less than its life time. */
  async issue(bearer: Bearer, now = new Date()): Promise<IssuedToken> {
    const seconds = now.getTime() / 1000;
    const expiry = Math.ceil(seconds + this.settings.ACCESS_TOKEN_TTL);
    const token = await new SignJWT({ sid: bearer.session_id, email: bearer.email, plan: bearer.plan })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: this.keys.signing.kid })
      .setIssuer(this.settings.ISSUER)
      .setAudience(this.settings.AUDIENCE)
      .setSubject(bearer.user_id)
      .setIssuedAt(Math.floor(seconds))
      .setExpirationTime(expiry)
      .setJti(randomUUID())
      .sign(this.keys.signing.key);
    return { token, expires_in: Math.floor(expiry - seconds) };
  }

  /**
   * The claims of a token that this service issued and that has not expired. Whether its session still lives is not
   * known here.
   * @throws token_expired for one that was good once, token_invalid for everything else
   */
  async read(token: string, now = new Date()): Promise<Claims> {
    const claims = claimSet.safeParse(await this.verifiedPayload(token, now));
    if (!claims.success) throw problem('token_invalid');
    if (claims.data.iat > now.getTime() / 1000 + CLOCKS_APART_S) throw problem('token_invalid');
    return claims.data;
  }

  private async verifiedPayload(token: string, now: Date): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        algorithms: [ALGORITHM],
        issuer: this.settings.ISSUER,
        audience: this.settings.AUDIENCE,
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'sid'],
        currentDate: now,
      });
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw problem('token_expired');
      if (cause instanceof errors.JOSEError) throw problem('token_invalid');
      throw cause;
    }
  }

  private keyOf(kid: string | undefined) {
    const key = kid === undefined ? undefined : this.keys.verifying(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}
