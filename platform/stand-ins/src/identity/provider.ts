import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import type { Context, Provider } from 'oidc-provider';
import { CLIENT, type ProviderKind } from './catalogue';
import { emailOf, type People, type Person } from './people';
import { SigningKeys } from './signing-keys';
import { storageOf } from './storage';

/**
 * One identity provider: OpenID Connect Core 1.0 as oidc-provider speaks it, with PKCE demanded of everybody (RFC 9700,
 * 2.1.1). What differs from a provider as it should be is said per person (people.ts).
 * @param issuer its address; everything of it lies below.
 */
export async function createProvider(kind: ProviderKind, issuer: string, people: People): Promise<Provider> {
  // Loaded when the first provider is made: most runs of a platform never ask for one.
  const [library, keys] = await Promise.all([import('oidc-provider'), SigningKeys.create()]);
  const provider = new library.Provider(issuer, {
    adapter: storageOf(),
    clients: [clientOf(kind)],
    jwks: { keys: keys.private() },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: ['openid', 'email', 'profile', 'read:user', 'user:email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture'] },
    // As the large providers do: the ID token itself says who it is.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: {
      url: (_: unknown, { uid }: { uid: string }) => `${issuer}/interaction/${uid}`,
      policy: askEveryTime(library),
    },
    findAccount: (_: unknown, subject: string) => accountOf(subject, people),
    renderError: (ctx: { type: string; body: unknown }, { error }: { error: string }) => {
      ctx.type = 'text/plain';
      ctx.body = `${kind.name} cannot go on: ${error}.`;
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
      Grant: 3600,
    },
  });
  // Instances come and go, each at an address of its own; a real provider is told them when a client is registered.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    new URL(uri).pathname === `/auth/oauth/${kind.id}/callback`;
  provider.use((ctx, next) => answer(ctx, next, { kind, keys, people }));
  return provider;
}

function clientOf({ id, protocol }: ProviderKind): object {
  return {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    client_name: 'Reference platform',
    redirect_uris: [`http://127.0.0.1/auth/oauth/${id}/callback`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: protocol === 'oidc' ? 'client_secret_basic' : 'client_secret_post',
  };
}

/** Nobody stays signed in here: a browser's second sign-in asks again who it is. */
function askEveryTime({ interactionPolicy }: typeof import('oidc-provider')) {
  const { Check } = interactionPolicy;
  const policy = interactionPolicy.base();
  policy
    .get('login')
    .checks.add(
      new Check('every_time', 'Somebody must say who they are', ({ oidc }) =>
        oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}

function accountOf(subject: string, people: People): object {
  const email = emailOf(subject);
  const { name, picture, email_verified } = people.get(email);
  return {
    accountId: subject,
    claims: () => ({ sub: subject, email, email_verified, name, ...(picture ? { picture } : {}) }),
  };
}

/** The provider's own answer, then what is wrong with it for this person. */
async function answer(
  ctx: Context,
  next: () => Promise<void>,
  { kind, keys, people }: { kind: ProviderKind; keys: SigningKeys; people: People },
): Promise<void> {
  await next();
  if (ctx.oidc?.route === 'jwks') ctx.body = { keys: keys.published() };
  const subject = ctx.oidc?.account?.accountId;
  if (ctx.oidc?.route !== 'token' || subject === undefined || ctx.status !== 200) return;
  const { faults } = people.get(emailOf(subject));
  if (faults.delay_ms !== undefined) await pause(faults.delay_ms);
  if (faults.outage) {
    ctx.status = 503;
    ctx.body = { error: 'temporarily_unavailable' };
    return;
  }
  if (kind.rotatesKeys) await keys.rotate();
  const told = ctx.body as { id_token?: string };
  if (told.id_token === undefined) return;
  const claims = wrongClaims(faults);
  if (kind.rotatesKeys || Object.keys(claims).length > 0)
    ctx.body = { ...told, id_token: await keys.signAnew(told.id_token, claims) };
}

function wrongClaims({ audience, nonce }: Person['faults']): Record<string, unknown> {
  return { ...(audience ? { aud: audience } : {}), ...(nonce ? { nonce } : {}) };
}
