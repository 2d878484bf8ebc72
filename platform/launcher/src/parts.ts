import { join } from 'node:path';
import type { ProfileSettings } from './instances/profiles';
import type { SigningKey } from './instances/signing-key';
import type { Stores } from './instances/stores';

/** What an instance's services are told; everything is decided before the first of them starts. */
export interface InstanceSettings {
  profile: ProfileSettings;
  stores: Stores;
  signingKey: SigningKey;
  issuer: string;
  audience: string;
  /** The backend's secret at auth. */
  backendCredential: string;
  smtpUrl: string;
  llmUrl: string;
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

export interface ServicePart extends Part {
  env(settings: InstanceSettings): Record<string, string>;
}

/** All of a platform's own processes. Tests put others in their place. */
export interface Parts {
  /** Tells the bundles of one set of parts from another's; empty for the platform's own. */
  variant: string;
  standIns: readonly Part[];
  /** In order of dependency, for stopping: a service comes after those it calls. */
  services: readonly ServicePart[];
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
    ],
    services: [
      { ...part('auth', 'platform/auth', 'main.ts'), env: authEnv },
      { ...part('backend', 'platform/backend', 'main.ts'), env: backendEnv },
    ],
  };
}

export function authEnv(settings: InstanceSettings): Record<string, string> {
  const { profile, stores } = settings;
  return {
    DATABASE_URL: stores.databaseUrl.auth,
    REDIS_URL: stores.redisUrl.auth,
    REDIS_PREFIX: stores.redisPrefix,
    SIGNING_KEYS: JSON.stringify({ keys: [settings.signingKey] }),
    ISSUER: settings.issuer,
    AUDIENCE: settings.audience,
    SERVICE_CREDENTIALS: JSON.stringify({ backend: settings.backendCredential }),
    SMTP_URL: settings.smtpUrl,
    MAIL_FROM: 'no-reply@reference.example',
    PUBLIC_URL: settings.publicUrl,
    ACCESS_TOKEN_TTL: String(profile.ACCESS_TOKEN_TTL),
    REFRESH_TOKEN_TTL: String(profile.REFRESH_TOKEN_TTL),
    LINK_TTL: String(profile.LINK_TTL),
    LOGIN_ATTEMPTS: String(profile.LOGIN_ATTEMPTS),
    LOGIN_WINDOW: String(profile.LOGIN_WINDOW),
    LOCK_SECONDS: String(profile.LOCK_SECONDS),
    REQUEST_LIMIT: String(profile.AUTH_REQUEST_LIMIT),
    REQUEST_WINDOW: String(profile.AUTH_REQUEST_WINDOW),
  };
}

export function backendEnv(settings: InstanceSettings): Record<string, string> {
  const { profile, stores } = settings;
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
    ALLOWED_ORIGINS: new URL(settings.publicUrl).origin,
    MAX_CONNECTIONS_PER_USER: String(profile.MAX_CONNECTIONS_PER_USER),
    MESSAGES_PER_WINDOW: String(profile.MESSAGES_PER_WINDOW),
    MESSAGE_WINDOW: String(profile.MESSAGE_WINDOW),
    REQUEST_LIMIT: String(profile.BACKEND_REQUEST_LIMIT),
    REQUEST_WINDOW: String(profile.BACKEND_REQUEST_WINDOW),
    FREE_PLAN_MESSAGES: String(profile.FREE_PLAN_MESSAGES),
  };
}
