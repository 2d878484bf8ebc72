import { commonSettings, seconds, urlOf } from '@reference/kit/settings';
import { z } from 'zod';

const count = z.coerce.number().int().positive();

const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .transform((list) => list.filter((origin) => origin !== ''))
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'expected origins such as https://app.example.org, separated by commas',
  });

const ofTheBackend = commonSettings.extend({
  DATABASE_URL: urlOf('postgresql', 'postgres'),
  REDIS_URL: urlOf('redis', 'rediss'),
  REDIS_PREFIX: z.string().default(''),
  AUTH_CREDENTIAL: z.string().min(1),
  ISSUER: z.string().min(1),
  AUDIENCE: z.string().min(1),
  /** Seconds by which another machine's clock may differ; 0 where expiry is to be exact. */
  CLOCK_LEEWAY: z.coerce.number().min(0).default(5),
  LLM_URL: urlOf('http', 'https'),
  LLM_API_KEY: z.string().min(1),
  LLM_MODEL: z.string().min(1),
  /** Seconds that the model may take for a whole answer. */
  LLM_TIMEOUT: seconds.default(60),
  /** Seconds for which a service is left alone once calls to it keep failing. */
  CIRCUIT_RESET: seconds.default(5),
  /** The payment provider's API, the secret key there, and the secret by which its messages are known. */
  PAYMENT_URL: urlOf('http', 'https'),
  PAYMENT_API_KEY: z.string().min(1),
  PAYMENT_WEBHOOK_SECRET: z.string().min(16),
  /** Seconds for which a message of the payment provider counts, from its signature on. */
  PAYMENT_TOLERANCE: seconds.default(300),
  /** Where people open the pages, and the payment provider leaves its messages. */
  PUBLIC_URL: urlOf('http', 'https'),
  ALLOWED_ORIGINS: origins.default([]),
  MAX_CONNECTIONS_PER_USER: count.default(10),
  MESSAGES_PER_WINDOW: count.default(60),
  MESSAGE_WINDOW: seconds.default(60),
  /** So many calls and frames of one person within PERSON_REQUEST_WINDOW, calls at auth included. */
  PERSON_REQUEST_LIMIT: count.default(600),
  PERSON_REQUEST_WINDOW: seconds.default(60),
  /** Events kept of each person for `resume`, and seconds for which they are, from the latest one on. */
  STREAM_EVENTS: count.default(2_000),
  STREAM_SECONDS: count.default(86_400),
  /** Messages a calendar month on the free plan. */
  FREE_PLAN_MESSAGES: count.default(200),
  /**
   * Who the backend is at analytics, and its database there; the address comes from discovery. All three or none:
   * without them usage events are not collected, and health does not speak of analytics.
   */
  ANALYTICS_USER: z.string().min(1).optional(),
  ANALYTICS_PASSWORD: z.string().min(1).optional(),
  ANALYTICS_DATABASE: z.string().min(1).optional(),
});

const ANALYTICS = ['ANALYTICS_USER', 'ANALYTICS_PASSWORD', 'ANALYTICS_DATABASE'] as const;

/** Everything the backend is told at its start; docs/platform.md says what each one means. */
export const backendSettings = ofTheBackend.superRefine((settings, context) => {
  const missing = ANALYTICS.filter((name) => settings[name] === undefined);
  if (missing.length === ANALYTICS.length) return;
  for (const name of missing)
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `expected with the other ${ANALYTICS.length - 1}`,
    });
});

export type BackendSettings = z.output<typeof backendSettings>;
