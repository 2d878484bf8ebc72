import { commonSettings } from '@reference/kit/settings';
import { z } from 'zod';

/** What the LLM stand-in takes from its environment. */
export const llmSettings = commonSettings;
export type LlmSettings = z.infer<typeof llmSettings>;

/** What the mail stand-in takes from its environment. */
export const mailSettings = commonSettings.extend({
  /** 0 lets the system choose; the port in use is in the registration's `api_url`. */
  SMTP_PORT: z.coerce.number().int().min(0).max(65535).default(0),
});
export type MailSettings = z.infer<typeof mailSettings>;

/** What the stand-in for identity providers takes from its environment. */
export const identitySettings = commonSettings;
export type IdentitySettings = z.infer<typeof identitySettings>;

/** What the stand-in for the payment provider takes from its environment. */
export const paymentSettings = commonSettings;
export type PaymentSettings = z.infer<typeof paymentSettings>;
