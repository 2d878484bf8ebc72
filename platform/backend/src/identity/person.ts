/** Whom an access token names, once it was verified. */
export interface Person {
  readonly userId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly plan: string;
  /** The token itself: passed on to auth where auth must act for this person, and to nobody else. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export type TokenFault = 'token_invalid' | 'token_expired' | 'token_revoked';

/** A token that is not accepted, and why. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(readonly fault: TokenFault) {
    super(fault);
  }
}

/** The auth service gave no answer: nothing is known about the token. */
export class AuthUnavailable extends Error {
  override readonly name = 'AuthUnavailable';

  constructor(reason: string, cause?: unknown) {
    super(`the auth service gave no answer: ${reason}`, { cause });
  }
}
