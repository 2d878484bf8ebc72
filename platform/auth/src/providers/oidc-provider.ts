import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  discovery,
  type Configuration,
} from 'openid-client';
import type { Checks, Identity, IdentityProvider } from './identity';
import { plainHttpFor } from './plain-http';
import type { ProviderSettings } from './provider-settings';

interface Discovered {
  configuration: Configuration;
  keys: JWTVerifyGetKey;
}

/** A provider that speaks OpenID Connect. */
export class OidcProvider implements IdentityProvider {
  private discovered: Promise<Discovered> | undefined;

  /** @param patience seconds that the provider may take for an answer */
  constructor(
    private readonly settings: ProviderSettings,
    private readonly patience: number,
  ) {}

  get id(): string {
    return this.settings.id;
  }

  get name(): string {
    return this.settings.name;
  }

  async authorizationUrl(redirectUri: string, { state, nonce, codeVerifier }: Checks): Promise<URL> {
    const { configuration } = await this.discover();
    return buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  async identify(answer: URL, { state, nonce, codeVerifier }: Checks): Promise<Identity> {
    const { configuration, keys } = await this.discover();
    // Checks issuer, audience, time, state and nonce.
    const tokens = await authorizationCodeGrant(configuration, answer, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const { payload } = await jwtVerify(tokens.id_token ?? '', keys);
    return identityIn(this.id, payload);
  }

  /** Asked for at the first sign-in and kept; a provider that does not answer is asked again by the next one. */
  private async discover(): Promise<Discovered> {
    this.discovered ??= this.ask();
    return this.discovered.catch((cause: unknown) => {
      this.discovered = undefined;
      throw cause;
    });
  }

  private async ask(): Promise<Discovered> {
    const { issuer, client_id, client_secret } = this.settings;
    const configuration = await discovery(
      new URL(issuer),
      client_id,
      client_secret,
      ClientSecretBasic(client_secret),
      { timeout: this.patience, execute: plainHttpFor(issuer) },
    );
    configuration.timeout = this.patience;
    const { jwks_uri = `${issuer}/jwks` } = configuration.serverMetadata();
    // Providers change their keys when they like: a token that names an unknown one makes us look again, at once. The
    // tokens come from the provider itself, so nobody else can make us look.
    const keys = createRemoteJWKSet(new URL(jwks_uri), {
      cooldownDuration: 0,
      timeoutDuration: this.patience * 1_000,
    });
    return { configuration, keys };
  }
}

/** The standard claims (OpenID Connect Core, 5.1). */
export function identityIn(provider: string, claims: Record<string, unknown>): Identity {
  const text = (name: string): string => (typeof claims[name] === 'string' ? claims[name] : '');
  return {
    provider,
    subject: text('sub'),
    email: text('email'),
    emailVerified: claims['email_verified'] === true,
    name: text('name'),
    picture: text('picture') || null,
  };
}
