import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  Configuration,
  fetchProtectedResource,
} from 'openid-client';
import { z } from 'zod';
import type { Checks, Identity, IdentityProvider } from './identity';
import { plainHttpFor } from './plain-http';
import type { Oauth2Settings } from './provider-settings';

const user = z.object({
  id: z.union([z.number(), z.string()]),
  login: z.string(),
  name: z.string().nullish(),
  avatar_url: z.string().nullish(),
});
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * A provider that has OAuth 2.0 and no ID tokens. What ties its answer to this attempt and this client is PKCE alone:
 * nobody else's code can be redeemed with this attempt's verifier.
 */
export class Oauth2Provider implements IdentityProvider {
  private readonly configuration: Configuration;

  /** @param patience seconds that the provider may take for an answer */
  constructor(
    private readonly settings: Oauth2Settings,
    patience: number,
  ) {
    const { issuer, authorization_endpoint, token_endpoint, client_id, client_secret } = settings;
    this.configuration = new Configuration(
      { issuer, authorization_endpoint, token_endpoint },
      client_id,
      client_secret,
      ClientSecretPost(client_secret),
    );
    this.configuration.timeout = patience;
    for (const permit of plainHttpFor(issuer)) permit(this.configuration);
  }

  get id(): string {
    return this.settings.id;
  }

  get name(): string {
    return this.settings.name;
  }

  async authorizationUrl(redirectUri: string, { state, codeVerifier }: Checks): Promise<URL> {
    return buildAuthorizationUrl(this.configuration, {
      redirect_uri: redirectUri,
      scope: 'read:user user:email',
      state,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  async identify(answer: URL, { state, codeVerifier }: Checks): Promise<Identity> {
    const { access_token } = await authorizationCodeGrant(this.configuration, answer, {
      expectedState: state,
      pkceCodeVerifier: codeVerifier,
    });
    const ask = async (endpoint: string): Promise<unknown> => {
      const response = await fetchProtectedResource(
        this.configuration,
        access_token,
        new URL(endpoint),
        'GET',
      );
      if (!response.ok) throw new Error(`${endpoint} answered ${response.status}`, { cause: response });
      return response.json();
    };
    const { user_endpoint, emails_endpoint } = this.settings;
    const [who, addresses] = await Promise.all([ask(user_endpoint), ask(emails_endpoint)]);
    return identityFrom(this.id, user.parse(who), emails.parse(addresses));
  }
}

/** The primary address is the one that mails go to; the others may be shared, or kept for commits. */
export function identityFrom(
  provider: string,
  { id, login, name, avatar_url }: z.output<typeof user>,
  addresses: z.output<typeof emails>,
): Identity {
  const primary = addresses.find((address) => address.primary);
  return {
    provider,
    subject: String(id),
    email: primary?.email ?? '',
    emailVerified: primary?.verified === true,
    name: name ?? login,
    picture: avatar_url ?? null,
  };
}
