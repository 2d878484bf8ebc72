/** Who somebody is, in a provider's words, which have been checked to be the provider's. */
export interface Identity {
  provider: string;
  /** The provider's own id of the person. */
  subject: string;
  email: string;
  /** Whether the provider made sure that the address is theirs. Only `true` counts: some leave it out, or take any. */
  emailVerified: boolean;
  name: string;
  picture: string | null;
}

/** What an attempt began with, and its answer must fit (OpenID Connect Core, 3.1.2; RFC 7636). */
export interface Checks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** One identity provider, as the sign-in uses it. */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  /** Where a browser is sent. @throws what `asRefusal` reads */
  authorizationUrl(redirectUri: string, checks: Checks): Promise<URL>;
  /** @param answer the whole address that the browser came back to. @throws what `asRefusal` reads */
  identify(answer: URL, checks: Checks): Promise<Identity>;
}
