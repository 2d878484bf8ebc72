import { z } from 'zod';
import type { Control, PlatformUnderTest } from './platform-under-test';

const ownStores = z.object({ database: z.string(), redis: z.string() });

/** An instance as the launcher's control interface describes it (docs/platform.md). */
export const launcherInstance = z.object({
  id: z.string(),
  profile: z.string(),
  discovery_dir: z.string(),
  services: z.array(
    z.object({
      name: z.string(),
      instance: z.string(),
      url: z.string(),
      version: z.string(),
      ready_ms: z.number(),
      source: z.string(),
      pid: z.number(),
    }),
  ),
  stores: z.object({
    auth_database: z.string(),
    backend_database: z.string(),
    redis: z.string(),
    redis_prefix: z.string(),
    analytics: z.object({ url: z.string(), user: z.string(), password: z.string(), database: z.string() }),
  }),
  credentials: z.object({ auth: ownStores, backend: ownStores, backend_at_auth: z.string() }),
  signing_key: z.record(z.string(), z.unknown()),
  issuer: z.string(),
  audience: z.string(),
  mail_url: z.string(),
  llm_url: z.string(),
  identity_url: z.string(),
  payment_url: z.string(),
  public_url: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

export type LauncherInstance = z.infer<typeof launcherInstance>;

/** What the suite makes of an instance of its own launcher: everything can be seen and done there. */
export function platformOf(target: string, instance: LauncherInstance, control: Control): PlatformUnderTest {
  const linkTtl = Number(instance.settings['LINK_TTL']);
  const loginTtl = Number(instance.settings['REFRESH_TOKEN_TTL']);
  const attemptTtl = Number(instance.settings['SIGN_IN_ATTEMPT_TTL']);
  return {
    target,
    addresses: { discovery: instance.discovery_dir },
    origin: instance.public_url,
    stores: instance.stores,
    mailbox: instance.mail_url,
    llm_script: instance.llm_url,
    sign_in_providers: instance.identity_url,
    payments: instance.payment_url,
    signing_key: instance.signing_key,
    service_credentials: instance.credentials,
    ...(Number.isFinite(linkTtl) ? { link_ttl: linkTtl } : {}),
    ...(Number.isFinite(loginTtl) ? { login_ttl: loginTtl } : {}),
    ...(Number.isFinite(attemptTtl) ? { sign_in_attempt_ttl: attemptTtl } : {}),
    instance: { id: instance.id, profile: instance.profile },
    control,
    lacking: {},
  };
}
