/**
 * Settings by which one instance differs from another: life times in seconds, limits in counts a window. Named as
 * the services' own variables; where both have one of a name, with the service before it.
 */
export interface ProfileSettings {
  ACCESS_TOKEN_TTL: number;
  REFRESH_TOKEN_TTL: number;
  LINK_TTL: number;
  CLOCK_LEEWAY: number;
  LOGIN_ATTEMPTS: number;
  LOGIN_WINDOW: number;
  LOCK_SECONDS: number;
  AUTH_REQUEST_LIMIT: number;
  AUTH_REQUEST_WINDOW: number;
  MAX_CONNECTIONS_PER_USER: number;
  MESSAGES_PER_WINDOW: number;
  MESSAGE_WINDOW: number;
  BACKEND_REQUEST_LIMIT: number;
  BACKEND_REQUEST_WINDOW: number;
  FREE_PLAN_MESSAGES: number;
}

export interface Profile {
  settings: ProfileSettings;
  /** What an instance must be after a lease, to be leased again. */
  reuse: 'when-healthy' | 'when-healthy-and-uncounted' | 'never';
}

/** Requests are counted by client address, and all of a suite's people share one: no limit of theirs here. */
const STANDARD: ProfileSettings = {
  ACCESS_TOKEN_TTL: 900,
  REFRESH_TOKEN_TTL: 30 * 24 * 3600,
  LINK_TTL: 24 * 3600,
  CLOCK_LEEWAY: 30,
  LOGIN_ATTEMPTS: 5,
  LOGIN_WINDOW: 900,
  LOCK_SECONDS: 900,
  AUTH_REQUEST_LIMIT: 100_000,
  AUTH_REQUEST_WINDOW: 60,
  MAX_CONNECTIONS_PER_USER: 10,
  MESSAGES_PER_WINDOW: 60,
  MESSAGE_WINDOW: 60,
  BACKEND_REQUEST_LIMIT: 100_000,
  BACKEND_REQUEST_WINDOW: 60,
  FREE_PLAN_MESSAGES: 200,
};

export const PROFILES = {
  standard: { settings: STANDARD, reuse: 'when-healthy' },
  'short-lived-tokens': {
    settings: { ...STANDARD, ACCESS_TOKEN_TTL: 3, REFRESH_TOKEN_TTL: 6, LINK_TTL: 2, CLOCK_LEEWAY: 0 },
    reuse: 'when-healthy',
  },
  'tight-limits': {
    settings: {
      ...STANDARD,
      LOGIN_ATTEMPTS: 3,
      LOGIN_WINDOW: 5,
      LOCK_SECONDS: 3,
      AUTH_REQUEST_LIMIT: 20,
      AUTH_REQUEST_WINDOW: 3,
      MAX_CONNECTIONS_PER_USER: 2,
      MESSAGES_PER_WINDOW: 3,
      MESSAGE_WINDOW: 2,
      BACKEND_REQUEST_LIMIT: 20,
      BACKEND_REQUEST_WINDOW: 3,
      FREE_PLAN_MESSAGES: 5,
    },
    reuse: 'when-healthy-and-uncounted',
  },
  disposable: { settings: STANDARD, reuse: 'never' },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}
