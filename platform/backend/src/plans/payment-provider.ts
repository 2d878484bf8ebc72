import { traceparent } from '@reference/kit/trace';
import { z } from 'zod';
import { problem } from '../errors';

const DEADLINE_MS = 3_000;

const opened = z.object({ url: z.url() });

export interface PaymentProviderOptions {
  url: string;
  apiKey: string;
}

export interface Order {
  readonly customer: string;
  readonly email: string;
  readonly plan: string;
  readonly success_url: string;
  readonly cancel_url: string;
  readonly webhook_url: string;
}

/** The payment provider's API. Every call throws the problem payment_unavailable where there is no usable answer. */
export class PaymentProvider {
  constructor(private readonly options: PaymentProviderOptions) {}

  /** @returns the address of the page on which the person pays */
  async openCheckout(order: Order): Promise<string> {
    const answer = opened.safeParse(await this.call('POST', '/checkouts', order));
    if (!answer.success) throw problem('payment_unavailable');
    return answer.data.url;
  }

  /** One that ended before stays ended. */
  async end(subscriptionId: string): Promise<void> {
    await this.call('DELETE', `/subscriptions/${encodeURIComponent(subscriptionId)}`);
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const { url, apiKey } = this.options;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        traceparent: traceparent(),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).catch(() => undefined);
    const answer: unknown = await response?.json().catch(() => undefined);
    if (!response?.ok) throw problem('payment_unavailable', { retry_after: 60 });
    return answer;
  }
}
