import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BoundedLog } from '../bounded-log';

const MOST_CUSTOMERS = 10_000;

/** What a merchant says of a payment that is to be made. */
export const order = z.strictObject({
  /** The merchant's own id of whoever pays. */
  customer: z.string().min(1),
  email: z.email(),
  plan: z.string().min(1),
  /** Where the browser goes from here. */
  success_url: z.url(),
  cancel_url: z.url(),
  /** Where the merchant is told. */
  webhook_url: z.url(),
});
export type Order = z.output<typeof order>;

export interface Checkout {
  readonly id: string;
  readonly order: Order;
  state: 'open' | 'paid' | 'cancelled';
}

export interface Subscription {
  readonly id: string;
  readonly order: Order;
  state: 'running' | 'ended';
}

/** What a merchant is told of a subscription, each under an id of its own. */
export interface PaymentEvent {
  readonly id: string;
  readonly type: 'subscription.started' | 'subscription.ended';
  /** Unix time in seconds. */
  readonly created: number;
  readonly data: { readonly subscription: string; readonly customer: string; readonly plan: string };
}

interface Customer {
  readonly checkouts: Checkout[];
  readonly subscriptions: Subscription[];
  readonly events: { readonly event: PaymentEvent; readonly webhookUrl: string }[];
}

/** Who pays for what. The customer that came longest ago goes first. */
export class Books {
  readonly #byId = new Map<string, Customer>();
  readonly #entries = new BoundedLog<{ readonly id: string }>(
    { entries: MOST_CUSTOMERS, size: MOST_CUSTOMERS },
    ({ id }) => void this.#byId.delete(id),
  );

  open(wanted: Order): Checkout {
    const checkout: Checkout = { id: `cs_${randomUUID()}`, order: wanted, state: 'open' };
    this.#customer(wanted.customer).checkouts.push(checkout);
    return checkout;
  }

  checkout(id: string): Checkout | undefined {
    return [...this.#byId.values()].flatMap(({ checkouts }) => checkouts).find((one) => one.id === id);
  }

  subscription(id: string): Subscription | undefined {
    return [...this.#byId.values()]
      .flatMap(({ subscriptions }) => subscriptions)
      .find((one) => one.id === id);
  }

  /** @returns what the merchant is to be told */
  pay(checkout: Checkout): PaymentEvent {
    checkout.state = 'paid';
    const subscription: Subscription = { id: `sub_${randomUUID()}`, order: checkout.order, state: 'running' };
    this.#customer(checkout.order.customer).subscriptions.push(subscription);
    return this.#note('subscription.started', subscription);
  }

  /** @returns what the merchant is to be told */
  end(subscription: Subscription): PaymentEvent {
    subscription.state = 'ended';
    return this.#note('subscription.ended', subscription);
  }

  find(customer: string): Customer | undefined {
    return this.#byId.get(customer);
  }

  #note(
    type: PaymentEvent['type'],
    { id: subscription, order: { customer, plan, webhook_url } }: Subscription,
  ) {
    const created = Math.floor(Date.now() / 1_000);
    const event: PaymentEvent = {
      id: `evt_${randomUUID()}`,
      type,
      created,
      data: { subscription, customer, plan },
    };
    this.#customer(customer).events.push({ event, webhookUrl: webhook_url });
    return event;
  }

  #customer(id: string): Customer {
    const known = this.#byId.get(id);
    if (known) return known;
    const fresh: Customer = { checkouts: [], subscriptions: [], events: [] };
    this.#byId.set(id, fresh);
    this.#entries.append({ id }, 1);
    return fresh;
  }
}
