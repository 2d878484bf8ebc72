import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Encrypted, except on this machine: whoever could read along would have every code and every token. */
const address = z
  .url()
  .refine((url) => new URL(url).protocol === 'https:' || LOOPBACK.test(new URL(url).hostname));

const client = {
  /** In addresses and tables; stays when the name changes. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  /** As people know it: "Continue with <name>". */
  name: z.string().min(1).max(40),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  issuer: address,
};

/** OpenID Connect: everything else is found by discovery (OpenID Connect Discovery 1.0). */
const oidc = z.strictObject({ ...client, protocol: z.literal('oidc') });

/** OAuth 2.0 alone, as GitHub has it: an API tells who the bearer of an access token is. */
const oauth2 = z.strictObject({
  ...client,
  protocol: z.literal('oauth2'),
  authorization_endpoint: address,
  token_endpoint: address,
  user_endpoint: address,
  emails_endpoint: address,
});

const provider = z.discriminatedUnion('protocol', [oidc, oauth2]);
export type ProviderSettings = z.output<typeof provider>;
export type Oauth2Settings = z.output<typeof oauth2>;

/** The providers, in the order in which people are offered them. */
export const providerList = z
  .array(provider)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length);
