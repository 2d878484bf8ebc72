import { problem } from '../errors';
import type { IdentityProvider } from './identity';
import { Oauth2Provider } from './oauth2-provider';
import { OidcProvider } from './oidc-provider';
import type { ProviderSettings } from './provider-settings';

/** The configured identity providers. Nobody is asked anything before the first person wants to sign in there. */
export class Providers {
  private readonly all: readonly IdentityProvider[];

  /** @param patience seconds that a provider may take for an answer */
  constructor(configured: readonly ProviderSettings[], patience: number) {
    this.all = configured.map((settings) =>
      settings.protocol === 'oidc'
        ? new OidcProvider(settings, patience)
        : new Oauth2Provider(settings, patience),
    );
  }

  list(): { id: string; name: string; start_url: string }[] {
    return this.all.map(({ id, name }) => ({ id, name, start_url: `/auth/oauth/${id}/start` }));
  }

  /** @throws not_found */
  named(id: string): IdentityProvider {
    const found = this.all.find((provider) => provider.id === id);
    if (!found) throw problem('not_found', { detail: 'There is no such way to sign in here.' });
    return found;
  }
}
