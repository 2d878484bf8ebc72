import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignatureOptions {
  secret: string;
  /** Seconds for which a signature counts. */
  tolerance: number;
}

/**
 * Whether the payment provider signed a message, and not long ago: `t=<unix seconds>,v1=<hex>`, where the latter is the
 * HMAC-SHA256 of "<t>.<body>" under the shared secret. The time is signed too, so that nobody can make an old one new.
 * @param body as it came, byte by byte
 */
export function isSigned(
  header: string | undefined,
  body: string,
  { secret, tolerance }: SignatureOptions,
  now = Date.now(),
): boolean {
  const [, at, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (at === undefined || given === undefined) return false;
  const expected = createHmac('sha256', secret).update(`${at}.${body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) return false;
  return Math.abs(now / 1_000 - Number(at)) <= tolerance;
}
