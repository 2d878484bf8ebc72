/** A provider that is stood in for. */
export interface ProviderKind {
  readonly id: string;
  readonly name: string;
  /** OAuth 2.0 alone gives no ID token: who it is, is asked of the provider's own API. */
  readonly protocol: 'oidc' | 'oauth2';
  /** Signs every ID token with a new key, published a moment before. */
  readonly rotatesKeys: boolean;
}

const OIDC = { protocol: 'oidc', rotatesKeys: false } as const;

export const PROVIDERS: readonly ProviderKind[] = [
  { id: 'google', name: 'Google', ...OIDC },
  { id: 'microsoft', name: 'Microsoft', ...OIDC },
  { id: 'okta', name: 'Okta', ...OIDC },
  { id: 'github', name: 'GitHub', protocol: 'oauth2', rotatesKeys: false },
  { id: 'keycloak', name: 'Keycloak', protocol: 'oidc', rotatesKeys: true },
];

/** Every relying party is this one: what differs between instances is where people are sent back to. */
export const CLIENT = {
  id: 'reference-platform',
  secret: 'known-to-the-stand-in-and-to-nobody-else',
} as const;
