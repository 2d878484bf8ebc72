import { COMMON_PROBLEMS, problemsOf, type ProblemEntry } from '@reference/kit/problem';

/** Everything auth refuses, in one place: the code on the wire, its status, and what a person can do about it. */
export const CATALOGUE = {
  ...COMMON_PROBLEMS,

  invalid_email: {
    status: 422,
    title: 'Invalid e-mail address',
    detail: 'This is not a complete e-mail address. Write it like ada@example.org.',
  },
  weak_password: {
    status: 422,
    title: 'Password too weak',
    detail: 'Choose a password of at least 10 characters that is hard to guess.',
  },
  email_taken: {
    status: 409,
    title: 'E-mail address already in use',
    detail: 'There is already an account with this e-mail address. Sign in, or reset the password.',
  },
  version_required: {
    status: 428,
    title: 'Version required',
    detail: 'Send the version you are changing in the If-Match header, as you read it.',
  },
  version_conflict: {
    status: 412,
    title: 'Changed in the meantime',
    detail: 'The profile was changed elsewhere since you read it. Read it again and repeat your change.',
  },

  link_expired: {
    status: 410,
    title: 'Link expired',
    detail: 'This link is no longer valid. Ask for a new one and use it soon after it arrives.',
  },
  link_invalid: {
    status: 400,
    title: 'Link not valid',
    detail: 'This link is not valid. Open the whole link from the newest mail, or ask for a new one.',
  },

  state_mismatch: {
    status: 400,
    title: 'Not your sign-in',
    detail: 'This answer does not belong to a sign-in that was begun in this browser. Begin again.',
  },
  code_replayed: {
    status: 400,
    title: 'Sign-in already used',
    detail: 'This sign-in was already completed, and each one works once. Begin again.',
  },
  attempt_expired: {
    status: 410,
    title: 'Sign-in took too long',
    detail: 'This sign-in took too long, so it was given up for safety. Begin again.',
  },
  provider_refused: {
    status: 401,
    title: 'Not confirmed by the provider',
    detail: 'The provider did not confirm who you are. Try again, or log in another way.',
  },
  account_exists_unlinked: {
    status: 409,
    title: 'There is already an account',
    detail: 'There is already an account with your e-mail address. Log in with its password, or reset it.',
  },

  invalid_credentials: {
    status: 401,
    title: 'Sign-in failed',
    detail: 'The e-mail address or the password is not right. Check both and try again.',
  },
  email_not_verified: {
    status: 403,
    title: 'E-mail address not confirmed',
    detail: 'Confirm your e-mail address with the link we sent you, then sign in.',
  },
  account_locked: {
    status: 423,
    title: 'Locked for a while',
    detail: 'There were too many failed sign-ins for this address. Wait a while, or reset the password.',
  },

  token_missing: {
    status: 401,
    title: 'Not signed in',
    detail: 'Sign in first: this call needs an access token in the Authorization header.',
  },
  token_invalid: {
    status: 401,
    title: 'Token not valid',
    detail: 'This token was not issued by this service or was changed since. Sign in again.',
  },
  token_expired: {
    status: 401,
    title: 'Token expired',
    detail: 'The access token has expired. Refresh it, or sign in again.',
  },
  token_revoked: {
    status: 401,
    title: 'Session ended',
    detail: 'This session was ended. Sign in again.',
  },
  refresh_expired: {
    status: 401,
    title: 'Session expired',
    detail: 'The session was not used for too long. Sign in again.',
  },
  refresh_reused: {
    status: 401,
    title: 'Refresh token used twice',
    detail: 'This refresh token was already used, so the session was ended for safety. Sign in again.',
  },
  session_not_found: {
    status: 404,
    title: 'No such session',
    detail: 'There is no such session among yours. It may have ended already.',
  },
  user_not_found: {
    status: 404,
    title: 'No such person',
    detail: 'Nobody has an account under this id. It may have been deleted.',
  },
  unknown_service: {
    status: 401,
    title: 'Unknown service',
    detail: 'Send the name and the secret of a known service as Basic credentials.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type Code = keyof typeof CATALOGUE;

export const problem = problemsOf(CATALOGUE);
