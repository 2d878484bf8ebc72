/** Settings by which one instance differs from another: life times in seconds, limits in counts a window. */
export interface ProfileSettings {
  access_token_ttl: number;
  refresh_token_ttl: number;
  link_ttl: number;
  clock_leeway: number;
  login_attempts: number;
  login_window: number;
  lock_seconds: number;
  auth_request_limit: number;
  auth_request_window: number;
  max_connections_per_user: number;
  messages_per_window: number;
  message_window: number;
  backend_request_limit: number;
  backend_request_window: number;
  free_plan_messages: number;
}

export interface Profile {
  settings: ProfileSettings;
  /** What an instance must be after a lease, to be leased again. */
  reuse: 'when-healthy' | 'when-healthy-and-uncounted' | 'never';
}

/** Requests are counted by client address, and all of a suite's people share one: no limit of theirs here. */
const STANDARD: ProfileSettings = {
  access_token_ttl: 900,
  refresh_token_ttl: 30 * 24 * 3600,
  link_ttl: 24 * 3600,
  clock_leeway: 30,
  login_attempts: 5,
  login_window: 900,
  lock_seconds: 900,
  auth_request_limit: 100_000,
  auth_request_window: 60,
  max_connections_per_user: 10,
  messages_per_window: 60,
  message_window: 60,
  backend_request_limit: 100_000,
  backend_request_window: 60,
  free_plan_messages: 200,
};

export const PROFILES = {
  standard: { settings: STANDARD, reuse: 'when-healthy' },
  'short-lived-tokens': {
    settings: { ...STANDARD, access_token_ttl: 3, refresh_token_ttl: 6, link_ttl: 2, clock_leeway: 0 },
    reuse: 'when-healthy',
  },
  'tight-limits': {
    settings: {
      ...STANDARD,
      login_attempts: 3,
      login_window: 5,
      lock_seconds: 3,
      auth_request_limit: 20,
      auth_request_window: 3,
      max_connections_per_user: 2,
      messages_per_window: 3,
      message_window: 2,
      backend_request_limit: 20,
      backend_request_window: 3,
      free_plan_messages: 5,
    },
    reuse: 'when-healthy-and-uncounted',
  },
  disposable: { settings: STANDARD, reuse: 'never' },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof PROFILES;

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}
