import type { Session } from './auth';

/** A plan, as the person who is on it is told of it. */
export interface Usage {
  /** `free` or `pro`. */
  readonly plan: string;
  readonly used: number;
  /** Null where there is none. */
  readonly limit: number | null;
}

/** Cards by what becomes of them at the payment provider. */
export const CARDS = { good: '4242424242424242', declined: '4000000000000002' } as const;
export type Card = keyof typeof CARDS;

/** What people do about the plan that they are on. Every verb throws Refused when somebody says no. */
export interface PlansDriver {
  /** As any backend, or as the one beside it, tells it. */
  usage(session: Session, backend?: 'any' | 'other'): Promise<Usage>;
  /** Asks for the larger plan and pays for it at the payment provider, who sends the person back. */
  upgrade(session: Session, card: Card): Promise<void>;
  /** Asks for the free plan. */
  downgrade(session: Session): Promise<void>;
}

/** The same on the pages, and what only pages show. */
export interface PlansOnPages {
  /** What the chat says about the plan. Resolves when it says this. */
  promptSays(words: string): Promise<void>;
  /** Follows "Upgrade" from the chat to the payment provider's page, and pays there. Resolves on the settings page. */
  followPromptAndPay(card: Card): Promise<void>;
  /** What the settings page says of the plan, line by line. Resolves when it is on that plan. */
  planShown(name: string): Promise<readonly string[]>;
  /** Goes to the chat. @returns what stands in the box. */
  wordsInTheBox(): Promise<string>;
}

/** A message by which the payment provider tells the platform that somebody pays, or does not any more. */
export type PaymentNews = 'subscription.started' | 'subscription.ended';

/** How a message differs from what the provider would send. */
export interface Forgery {
  readonly signed_seconds_ago?: number;
  readonly secret?: string;
  /** Put in after the signature was made. */
  readonly altered?: { readonly customer?: string; readonly plan?: string };
}

/** The payment provider's own books, where a target lets the suite look into them. */
export interface PaymentBooks {
  /** What a customer pays for at present. */
  running(customer: string): Promise<readonly string[]>;
  /** Has the newest message of that kind sent once more. @returns what the platform said: "204", "400 payment_message_refused" */
  sendAgain(customer: string, news: PaymentNews, forgery?: Forgery): Promise<string>;
}
