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
    standIns: [part('llm', 'platform/stand-ins', 'llm/main.ts'), part('mail', 'platform/stand-ins', 'mail/main.ts')],
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
    ACCESS_TOKEN_TTL: String(profile.access_token_ttl),
    REFRESH_TOKEN_TTL: String(profile.refresh_token_ttl),
    LINK_TTL: String(profile.link_ttl),
    LOGIN_ATTEMPTS: String(profile.login_attempts),
    LOGIN_WINDOW: String(profile.login_window),
    LOCK_SECONDS: String(profile.lock_seconds),
    REQUEST_LIMIT: String(profile.auth_request_limit),
    REQUEST_WINDOW: String(profile.auth_request_window),
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
    CLOCK_LEEWAY: String(profile.clock_leeway),
    LLM_URL: settings.llmUrl,
    LLM_API_KEY: 'the-stand-in-takes-any',
    LLM_MODEL: 'reference-scripted',
    ALLOWED_ORIGINS: new URL(settings.publicUrl).origin,
    MAX_CONNECTIONS_PER_USER: String(profile.max_connections_per_user),
    MESSAGES_PER_WINDOW: String(profile.messages_per_window),
    MESSAGE_WINDOW: String(profile.message_window),
    REQUEST_LIMIT: String(profile.backend_request_limit),
    REQUEST_WINDOW: String(profile.backend_request_window),
    FREE_PLAN_MESSAGES: String(profile.free_plan_messages),
  };
}
