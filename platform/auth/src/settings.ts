import { commonSettings, seconds, urlOf } from '@reference/kit/settings';
import { z } from 'zod';
import { providerList } from './providers/provider-settings';

const signingKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** Private ES256 keys as JSON Web Keys (RFC 7517); the first signs, all are published. */
export const signingKeySet = z.object({ keys: z.array(signingKey).min(1) });
export type SigningKeySet = z.infer<typeof signingKeySet>;

/** A setting that holds JSON. The value never shows in the error: it may be a secret. */
function json<S extends z.ZodType>(schema: S, expected: string) {
  return z.string({ error: expected }).transform((text, context): z.output<S> => {
    const parsed = schema.safeParse(parseOrUndefined(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by every schema, which is how the fault is told
  }
}

const count = z.coerce.number().int().positive();

export const authSettings = commonSettings.extend({
  DATABASE_URL: urlOf('postgresql', 'postgres'),
  REDIS_URL: urlOf('redis', 'rediss'),
  REDIS_PREFIX: z.string().default(''),

  SIGNING_KEYS: json(signingKeySet, 'expected a JSON Web Key Set with private ES256 keys, each with a kid'),
  ISSUER: z.string().min(1),
  AUDIENCE: z.string().min(1),
  SERVICE_CREDENTIALS: json(
    z.record(z.string(), z.string().min(16)),
    'expected a JSON object of service names and their secrets, 16 characters or more each',
  ),

  SMTP_URL: urlOf('smtp', 'smtps'),
  MAIL_FROM: z.string().min(3),
  PUBLIC_URL: urlOf('http', 'https').transform((url) => url.replace(/\/+$/, '')),

  ACCESS_TOKEN_TTL: seconds.default(900),
  /** How long a session lasts without being used. */
  REFRESH_TOKEN_TTL: seconds.default(30 * 24 * 3600),
  LINK_TTL: seconds.default(24 * 3600),

  PROVIDERS: json(
    providerList,
    'expected a JSON array of identity providers, each with an id of its own, and encrypted unless on this machine',
  ).default([]),
  /** How long a person may take at the provider. */
  SIGN_IN_ATTEMPT_TTL: seconds.default(600),
  /** How long a provider may take for an answer. */
  PROVIDER_TIMEOUT: seconds.default(5),

  /** So many wrong passwords for one address within LOGIN_WINDOW lock it for LOCK_SECONDS. */
  LOGIN_ATTEMPTS: count.default(5),
  LOGIN_WINDOW: seconds.default(900),
  LOCK_SECONDS: seconds.default(900),
  /** So many calls from one client address within REQUEST_WINDOW. */
  REQUEST_LIMIT: count.default(300),
  REQUEST_WINDOW: seconds.default(60),
  /** So many calls of one person within PERSON_REQUEST_WINDOW, those at the backend and in the chat included. */
  PERSON_REQUEST_LIMIT: count.default(600),
  PERSON_REQUEST_WINDOW: seconds.default(60),
});

export type Settings = z.output<typeof authSettings>;
