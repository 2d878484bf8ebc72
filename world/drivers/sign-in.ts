import type { Session } from './auth';

/** The providers by the names that people have for them. */
export const PROVIDERS = {
  Google: 'google',
  Microsoft: 'microsoft',
  Okta: 'okta',
  GitHub: 'github',
  Keycloak: 'keycloak',
} as const;

export type ProviderName = keyof typeof PROVIDERS;

/** What a person says at the provider. */
export interface Consent {
  readonly email: string;
  readonly agrees: boolean;
}

/** Logging in with an account at an identity provider. */
export interface SignInDriver {
  /** From the button to the session. @throws Refused */
  signIn(provider: ProviderName, consent: Consent): Promise<Session>;
}

/** The same step by step, as a browser would take them: for what happens to people between two steps. */
export interface SignInSteps extends SignInDriver {
  /** @returns the provider's address to which the browser is sent. */
  begin(provider: ProviderName): Promise<string>;
  /** @returns the address with which the provider sends the browser back. */
  answer(providerAddress: string, consent: Consent): Promise<string>;
  /** Comes back from the provider. @returns the one-time code that the page is given. */
  comeBack(address: string): Promise<string>;
  exchange(code: string): Promise<Session>;
  /** The same person at another browser, which knows nothing of this one. */
  elsewhere(): SignInSteps;
}

/** What is known of a person at the providers, and what goes wrong there for this person alone. */
export interface ProviderAccount {
  readonly name: string;
  readonly email_verified?: boolean;
  readonly faults?: {
    readonly audience?: string;
    readonly nonce?: string;
    readonly delay_ms?: number;
    readonly outage?: boolean;
  };
}

/** The identity providers' own books, where a target lets the suite write in them. */
export interface ProviderAccounts {
  set(email: string, account: ProviderAccount): Promise<void>;
  forget(email: string): Promise<void>;
}
