import { z } from 'zod';

/** A setting that is missing or wrong; `message` is one sentence for whoever starts the service. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads a service's settings once, at start, from the environment.
 * @throws SettingsError naming every wrong variable, what was expected and never the value (it may be a secret).
 */
export function readSettings<S extends z.ZodType>(
  service: string,
  schema: S,
  env: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(
    `${service} cannot start, its settings are wrong: ${faults.join('; ')}. ` +
      `Set the named environment variables (platform/${service}/src/settings.ts says what each takes).`,
  );
}

/** Settings that every service has. */
export const commonSettings = z.object({
  /** 0 lets the system choose; the port in use is in the discovery file. */
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  INSTANCE: z.string().min(1).default('1'),
  SERVICE_DISCOVERY_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

/** A length of time in seconds, fractions allowed. */
export const seconds = z.coerce.number().positive();

/** A URL of one of the given schemes. */
export function urlOf(...schemes: string[]) {
  return z
    .string({ error: `expected a URL of ${schemes.join(' or ')}` })
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
      error: `expected a URL of ${schemes.join(' or ')}`,
    });
}
