import type { Capability } from './capabilities';

/** Where services are found: through the platform's own discovery files, or at addresses that a target names. */
export type Addresses =
  | { readonly discovery: string }
  | {
      readonly auth: string;
      /** Where auth says that it is well, if not as the wire contract has it. */
      readonly auth_health?: string;
      /** Absent: the target is an auth service by itself. */
      readonly backend?: string;
      readonly chat?: string;
    };

/** Where usage figures are kept in ClickHouse, and a user who may read them and nothing else. */
export interface AnalyticsAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** With what each service goes to its stores, and the backend to the auth service. */
export interface ServiceCredentials {
  readonly auth: StoreCredentials;
  readonly backend: StoreCredentials;
  readonly backend_at_auth: string;
}

/** Addresses with user and password. */
export interface StoreCredentials {
  readonly database: string;
  readonly redis: string;
}

/** The launcher's control interface, for platforms that the suite started itself. */
export interface Control {
  readonly url: string;
  readonly token: string;
}

/** All that drivers need to know of one platform. Plain data: it crosses from the coordinator to the workers. */
export interface PlatformUnderTest {
  readonly target: string;
  readonly addresses: Addresses;
  /** The address people type into their browser; sockets are opened from this origin. */
  readonly origin: string;
  readonly stores: {
    readonly auth_database?: string;
    readonly backend_database?: string;
    readonly redis?: string;
    readonly redis_prefix?: string;
    readonly analytics?: AnalyticsAddress;
  };
  readonly mailbox?: string;
  readonly llm_script?: string;
  /** Where people are given accounts at the identity providers. */
  readonly sign_in_providers?: string;
  /** Where the payment provider's books are. */
  readonly payments?: string;
  readonly signing_key?: Readonly<Record<string, unknown>>;
  /** Accounts that were made beforehand, for people who cannot become customers by mail. */
  readonly accounts?: readonly { readonly email: string; readonly password: string }[];
  /** With what tokens are signed and checked, where the platform has no key set but one secret (HS256). */
  readonly shared_secret?: string;
  /** What the services themselves open their stores, and each other, with. */
  readonly service_credentials?: ServiceCredentials;
  /** Seconds that a verification link lives, where the target says so. */
  readonly link_ttl?: number;
  /** Seconds that a login lasts without being used, where the launcher says so. */
  readonly login_ttl?: number;
  /** Seconds that a person may take at an identity provider, where the target says so. */
  readonly sign_in_attempt_ttl?: number;
  /** A file with drivers in the place of the suite's own. */
  readonly drivers?: string;
  readonly instance?: { readonly id: string; readonly profile: string };
  readonly control?: Control;
  /** Capabilities that are lacking, each with the reason as a clause. */
  readonly lacking: Readonly<Partial<Record<Capability, string>>>;
}
