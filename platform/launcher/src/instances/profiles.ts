import { LINKS, type LinkName } from '../network/network-fault';

/**
 * Settings by which one instance differs from another: life times in seconds, limits in counts a window. Named as
 * the services' own variables; where both have one of a name, with the service before it.
 */
export interface ProfileSettings {
  ACCESS_TOKEN_TTL: number;
  REFRESH_TOKEN_TTL: number;
  LINK_TTL: number;
  SIGN_IN_ATTEMPT_TTL: number;
  CLOCK_LEEWAY: number;
  LOGIN_ATTEMPTS: number;
  LOGIN_WINDOW: number;
  LOCK_SECONDS: number;
  AUTH_REQUEST_LIMIT: number;
  AUTH_REQUEST_WINDOW: number;
  MAX_CONNECTIONS_PER_USER: number;
  MESSAGES_PER_WINDOW: number;
  MESSAGE_WINDOW: number;
  LLM_TIMEOUT: number;
  CIRCUIT_RESET: number;
  PERSON_REQUEST_LIMIT: number;
  PERSON_REQUEST_WINDOW: number;
  FREE_PLAN_MESSAGES: number;
  STREAM_EVENTS: number;
}

export interface Profile {
  settings: ProfileSettings;
  /**
   * What an instance must be after a lease, to be leased again. `untouched`: every process is still the one of before;
   * `whole`: everything runs, whatever was stopped and started meanwhile. Healthy it must be in any case.
   */
  reuse: 'untouched' | 'whole';
  /** Whether its PostgreSQL and Redis are those that all instances share, or its alone and free to be broken. */
  engines: 'shared' | 'own';
  /** Whether one lessee has an instance to itself, or all who ask at the same time have one between them. */
  lessees: 'one' | 'many';
  /** How many of a service run side by side, where that is not one. */
  copies: Readonly<Record<string, number>>;
  /** Between which of its parts the network can be broken. */
  links: readonly LinkName[];
}

/** Requests are counted by client address, and all of a suite's people share one: no limit of theirs here. */
const STANDARD: ProfileSettings = {
  ACCESS_TOKEN_TTL: 900,
  REFRESH_TOKEN_TTL: 30 * 24 * 3600,
  LINK_TTL: 24 * 3600,
  SIGN_IN_ATTEMPT_TTL: 600,
  CLOCK_LEEWAY: 30,
  LOGIN_ATTEMPTS: 5,
  LOGIN_WINDOW: 900,
  LOCK_SECONDS: 900,
  AUTH_REQUEST_LIMIT: 100_000,
  AUTH_REQUEST_WINDOW: 60,
  MAX_CONNECTIONS_PER_USER: 10,
  MESSAGES_PER_WINDOW: 60,
  MESSAGE_WINDOW: 60,
  LLM_TIMEOUT: 60,
  CIRCUIT_RESET: 5,
  PERSON_REQUEST_LIMIT: 600,
  PERSON_REQUEST_WINDOW: 60,
  FREE_PLAN_MESSAGES: 200,
  STREAM_EVENTS: 2_000,
};

const SHORT_LIVED_TOKENS: ProfileSettings = {
  ...STANDARD,
  ACCESS_TOKEN_TTL: 3,
  REFRESH_TOKEN_TTL: 6, // a tunnel may last a token's whole life, and a page needs some time to be back
  LINK_TTL: 2,
  SIGN_IN_ATTEMPT_TTL: 2,
  CLOCK_LEEWAY: 0,
  STREAM_EVENTS: 100,
};

const TIGHT_LIMITS: ProfileSettings = {
  ...STANDARD,
  LOGIN_ATTEMPTS: 3,
  LOGIN_WINDOW: 5,
  LOCK_SECONDS: 3,
  AUTH_REQUEST_LIMIT: 20,
  AUTH_REQUEST_WINDOW: 3,
  MAX_CONNECTIONS_PER_USER: 2,
  MESSAGES_PER_WINDOW: 3,
  MESSAGE_WINDOW: 1,
  LLM_TIMEOUT: 1,
  PERSON_REQUEST_LIMIT: 24,
  PERSON_REQUEST_WINDOW: 2,
  FREE_PLAN_MESSAGES: 5,
};

export type ProfileName = 'standard' | 'short-lived-tokens' | 'tight-limits' | 'disposable' | 'shaky-network';

const SHARING = { engines: 'shared', lessees: 'one', copies: {}, links: [] } as const;

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  standard: { settings: STANDARD, reuse: 'untouched', ...SHARING },
  // Short lives are everybody's alike: nothing that a lessee does there disturbs another.
  'short-lived-tokens': { settings: SHORT_LIVED_TOKENS, reuse: 'untouched', ...SHARING, lessees: 'many' },
  // Limits are each person's and each address's own: who meets one keeps nobody else from anything.
  'tight-limits': {
    ...{ settings: TIGHT_LIMITS, reuse: 'untouched', ...SHARING },
    ...{ lessees: 'many', copies: { backend: 2 } },
  },
  // Who breaks something there waits until it is found whole again.
  disposable: {
    settings: { ...STANDARD, CIRCUIT_RESET: 1 },
    reuse: 'whole',
    ...SHARING,
    engines: 'own',
    copies: { backend: 2 },
  },
  'shaky-network': { settings: STANDARD, reuse: 'untouched', ...SHARING, links: LINKS },
};
