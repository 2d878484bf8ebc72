import { join } from 'node:path';
import type { AnalyticsStore } from './instances/analytics-store';
import type { ProfileSettings } from './instances/profiles';
import type { SigningKey } from './instances/signing-key';
import type { Stores } from './instances/stores';

/** What is known of an instance before any of its processes runs. */
export interface Groundwork {
  /** Folder of the built pages. */
  webRoot: string;
  analytics: AnalyticsStore;
  /** The analytics engine's own folder. */
  analyticsData: string;
}

/** What an instance's services are told. */
export interface InstanceSettings extends Groundwork {
  profile: ProfileSettings;
  stores: Stores;
  /** The first signs; the others signed before it, and tokens of theirs may still be good. */
  signingKeys: readonly [SigningKey, ...SigningKey[]];
  issuer: string;
  audience: string;
  /** The backend's secret at auth. */
  backendCredential: string;
  smtpUrl: string;
  llmUrl: string;
  /** The identity providers, each below it under its id. */
  identityUrl: string;
  /** The payment provider, where a merchant calls it. */
  paymentUrl: string;
  /** Where people open the pages: links in mails point there, and its origin may open the socket. */
  publicUrl: string;
}

/** A kind of process the launcher starts. */
export interface Part {
  name: string;
  /** TypeScript, absolute. */
  entry: string;
  /** Where its code comes from, for reports. */
  source: string;
}

/** `first`: before the stores are there, and without them. `settled`: once everything about the instance is known. */
export type ServicePart = Part & {
  /** Names of the services that must be up before this one counts as up. */
  needs: readonly string[];
} & (
    | { starts: 'first'; env(ground: Groundwork): Record<string, string> }
    | { starts: 'settled'; env(settings: InstanceSettings): Record<string, string> }
  );

/** All of a platform's own processes. Tests put others in their place. */
export interface Parts {
  /** Tells the bundles of one set of parts from another's; empty for the platform's own. */
  variant: string;
  standIns: readonly Part[];
  /** In order of dependency: a service comes after those it needs. One of them is `frontend`, the public address. */
  services: readonly ServicePart[];
  /** The workspace folder with the pages that `frontend` serves; tests have none. */
  pages: string | undefined;
}

export function platformParts(projectRoot: string): Parts {
  const part = (name: string, source: string, entry: string): Part => ({
    name,
    source,
    entry: join(projectRoot, source, 'src', entry),
  });
  return {
    variant: '',
    standIns: [
      part('llm', 'platform/stand-ins', 'llm/main.ts'),
      part('mail', 'platform/stand-ins', 'mail/main.ts'),
      part('identity', 'platform/stand-ins', 'identity/main.ts'),
      part('payment', 'platform/stand-ins', 'payment/main.ts'),
    ],
    services: [
      { ...part('auth', 'platform/auth', 'main.ts'), needs: [], starts: 'settled', env: authEnv },
      {
        ...part('analytics', 'platform/analytics', 'main.ts'),
        needs: [],
        starts: 'first',
        env: analyticsEnv,
      },
      {
        ...part('backend', 'platform/backend', 'main.ts'),
        needs: ['auth'],
        starts: 'settled',
        env: backendEnv,
      },
      {
        ...part('frontend', 'platform/frontend', 'main.ts'),
        needs: ['auth', 'backend'],
        starts: 'first',
        env: frontendEnv,
      },
    ],
    pages: join(projectRoot, 'platform/frontend/web'),
  };
}

export function authEnv(settings: InstanceSettings): Record<string, string> {
  const { profile, stores } = settings;
  return {
    DATABASE_URL: stores.databaseUrl.auth,
    REDIS_URL: stores.redisUrl.auth,
    REDIS_PREFIX: stores.redisPrefix,
    ...signingKeysEnv(settings.signingKeys),
    ISSUER: settings.issuer,
    AUDIENCE: settings.audience,
    SERVICE_CREDENTIALS: JSON.stringify({ backend: settings.backendCredential }),
    SMTP_URL: settings.smtpUrl,
    MAIL_FROM: 'no-reply@reference.example',
    PUBLIC_URL: settings.publicUrl,
    ACCESS_TOKEN_TTL: String(profile.ACCESS_TOKEN_TTL),
    REFRESH_TOKEN_TTL: String(profile.REFRESH_TOKEN_TTL),
    LINK_TTL: String(profile.LINK_TTL),
    PROVIDERS: JSON.stringify(identityProviders(settings.identityUrl)),
    SIGN_IN_ATTEMPT_TTL: String(profile.SIGN_IN_ATTEMPT_TTL),
    LOGIN_ATTEMPTS: String(profile.LOGIN_ATTEMPTS),
    LOGIN_WINDOW: String(profile.LOGIN_WINDOW),
    LOCK_SECONDS: String(profile.LOCK_SECONDS),
    REQUEST_LIMIT: String(profile.AUTH_REQUEST_LIMIT),
    REQUEST_WINDOW: String(profile.AUTH_REQUEST_WINDOW),
    ...personLimitEnv(profile),
  };
}

/** One limit at every door: services that were told different ones would count on the same keys by different rules. */
function personLimitEnv(profile: ProfileSettings): Record<string, string> {
  return {
    PERSON_REQUEST_LIMIT: String(profile.PERSON_REQUEST_LIMIT),
    PERSON_REQUEST_WINDOW: String(profile.PERSON_REQUEST_WINDOW),
  };
}

export function signingKeysEnv(keys: InstanceSettings['signingKeys']): Record<string, string> {
  return { SIGNING_KEYS: JSON.stringify({ keys }) };
}

/** The providers that the stand-in has (platform/stand-ins/src/identity/catalogue.ts), as auth is told them. */
function identityProviders(url: string): object[] {
  const client = {
    client_id: 'reference-platform',
    client_secret: 'known-to-the-stand-in-and-to-nobody-else',
  };
  const at = (id: string, name: string) => ({ id, name, issuer: `${url}/${id}`, ...client });
  const github = at('github', 'GitHub');
  return [
    { ...at('google', 'Google'), protocol: 'oidc' },
    { ...at('microsoft', 'Microsoft'), protocol: 'oidc' },
    { ...at('okta', 'Okta'), protocol: 'oidc' },
    {
      ...github,
      protocol: 'oauth2',
      authorization_endpoint: `${github.issuer}/auth`,
      token_endpoint: `${github.issuer}/token`,
      user_endpoint: `${github.issuer}/user`,
      emails_endpoint: `${github.issuer}/user/emails`,
    },
    { ...at('keycloak', 'Keycloak'), protocol: 'oidc' },
  ];
}

export function analyticsEnv({ analytics, analyticsData }: Groundwork): Record<string, string> {
  const { database, backend, witness } = analytics;
  const users = {
    [backend.user]: { password: backend.password, database, readonly: false },
    [witness.user]: { password: witness.password, database, readonly: true },
  };
  return { DATA_DIR: analyticsData, USERS: JSON.stringify(users) };
}

export function backendEnv(settings: InstanceSettings): Record<string, string> {
  const { profile, stores, analytics } = settings;
  return {
    DATABASE_URL: stores.databaseUrl.backend,
    REDIS_URL: stores.redisUrl.backend,
    REDIS_PREFIX: stores.redisPrefix,
    AUTH_CREDENTIAL: settings.backendCredential,
    ISSUER: settings.issuer,
    AUDIENCE: settings.audience,
    CLOCK_LEEWAY: String(profile.CLOCK_LEEWAY),
    LLM_URL: settings.llmUrl,
    LLM_API_KEY: 'the-stand-in-takes-any',
    LLM_MODEL: 'reference-scripted',
    LLM_TIMEOUT: String(profile.LLM_TIMEOUT),
    CIRCUIT_RESET: String(profile.CIRCUIT_RESET),
    ANALYTICS_USER: analytics.backend.user,
    ANALYTICS_PASSWORD: analytics.backend.password,
    ANALYTICS_DATABASE: analytics.database,
    PAYMENT_URL: settings.paymentUrl,
    PAYMENT_API_KEY: 'the-stand-in-takes-any',
    PAYMENT_WEBHOOK_SECRET: 'known-to-the-payment-stand-in-and-to-its-merchant',
    PUBLIC_URL: settings.publicUrl,
    ALLOWED_ORIGINS: new URL(settings.publicUrl).origin,
    MAX_CONNECTIONS_PER_USER: String(profile.MAX_CONNECTIONS_PER_USER),
    MESSAGES_PER_WINDOW: String(profile.MESSAGES_PER_WINDOW),
    MESSAGE_WINDOW: String(profile.MESSAGE_WINDOW),
    ...personLimitEnv(profile),
    FREE_PLAN_MESSAGES: String(profile.FREE_PLAN_MESSAGES),
    STREAM_EVENTS: String(profile.STREAM_EVENTS),
  };
}

export function frontendEnv({ webRoot }: Groundwork): Record<string, string> {
  return { WEB_ROOT: webRoot };
}
