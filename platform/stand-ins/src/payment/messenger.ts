import type { Logger } from '@reference/kit/logger';
import { traceparent } from '@reference/kit/trace';
import { createHmac } from 'node:crypto';
import type { PaymentEvent } from './books';

/** Shared by the provider and its one merchant; the launcher tells the backend (platform/launcher/src/parts.ts). */
export const WEBHOOK_SECRET = 'known-to-the-payment-stand-in-and-to-its-merchant';

const DEADLINE_MS = 5_000;
/** Between one try and the next, while the merchant does not take it. */
const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000];

/** How a message is sent, where that is not as the provider does it. */
export interface Oddity {
  /** Sent as if it had been signed then. */
  readonly signedSecondsAgo?: number;
  readonly secret?: string;
  /** Put in the place of what was signed, after it was. */
  readonly altered?: Partial<PaymentEvent['data']>;
}

export interface Receipt {
  readonly status: number;
  /** The merchant's word for a refusal. */
  readonly code?: string;
}

/**
 * Tells merchants of what happened, signed: `Payment-Signature: t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>">`.
 * At least once: whoever does not say 2xx is told again.
 */
export class Messenger {
  private readonly waiting = new Set<NodeJS.Timeout>();

  constructor(private readonly logger: Logger) {}

  /** Does not wait for the merchant. */
  tell(event: PaymentEvent, webhookUrl: string, tries = 0): void {
    void this.send(event, webhookUrl).then((receipt) => {
      if (isTaken(receipt)) return;
      const pause = PAUSES_MS[tries];
      this.logger.warn(
        { event_id: event.id, ...receipt, again_in_ms: pause },
        'the merchant did not take it',
      );
      if (pause !== undefined) this.later(pause, () => this.tell(event, webhookUrl, tries + 1));
    });
  }

  /** Sends it once. @returns what the merchant said; status 0 where it said nothing */
  async send(event: PaymentEvent, webhookUrl: string, oddity: Oddity = {}): Promise<Receipt> {
    const { signedSecondsAgo = 0, secret = WEBHOOK_SECRET, altered } = oddity;
    const at = Math.floor(Date.now() / 1_000) - signedSecondsAgo;
    const signature = createHmac('sha256', secret)
      .update(`${at}.${JSON.stringify(event)}`)
      .digest('hex');
    const body = JSON.stringify({ ...event, data: { ...event.data, ...altered } });
    try {
      const answer = await fetch(webhookUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'payment-signature': `t=${at},v1=${signature}`,
          traceparent: traceparent(),
        },
        body,
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      const said = (await answer.json().catch(() => undefined)) as { code?: unknown } | undefined;
      return { status: answer.status, ...(typeof said?.code === 'string' ? { code: said.code } : {}) };
    } catch {
      return { status: 0 };
    }
  }

  stop(): void {
    for (const timer of this.waiting) clearTimeout(timer);
    this.waiting.clear();
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      work();
    }, ms);
    this.waiting.add(timer);
  }
}

function isTaken({ status }: Receipt): boolean {
  return status >= 200 && status < 300;
}
