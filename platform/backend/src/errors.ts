import { COMMON_PROBLEMS, problemsOf, type ProblemEntry } from '@reference/kit/problem';

/** Everything the backend's HTTP side can refuse with. */
export const PROBLEMS = {
  ...COMMON_PROBLEMS,
  token_missing: {
    status: 401,
    title: 'Not logged in',
    detail: 'Log in and send the access token as a bearer token.',
  },
  token_invalid: {
    status: 401,
    title: 'Access token not accepted',
    detail: 'The access token is not one of ours. Log in again.',
  },
  token_expired: {
    status: 401,
    title: 'Access token expired',
    detail: 'The access token has expired. Refresh it, or log in again.',
  },
  token_revoked: {
    status: 401,
    title: 'Session ended',
    detail: 'This session was signed out. Log in again.',
  },
  auth_unavailable: {
    status: 503,
    title: 'Sign-in temporarily unavailable',
    detail: 'Who you are cannot be checked at the moment. Try again in a few seconds.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    detail: 'Pages of this origin may not open the chat. Open it from the application itself.',
  },
  profile_pending: {
    status: 404,
    title: 'Profile not there yet',
    detail: 'Your profile is still being set up. Try again in a moment.',
  },
  thread_not_found: {
    status: 404,
    title: 'No such thread',
    detail: 'There is no such thread among yours.',
  },
  already_on_plan: {
    status: 409,
    title: 'Already on this plan',
    detail: 'You are on this plan already.',
  },
  payment_unavailable: {
    status: 503,
    title: 'Payment temporarily unavailable',
    detail: 'The payment provider does not answer at the moment. Nothing was charged. Try again in a minute.',
  },
  payment_message_refused: {
    status: 400,
    title: 'Message not accepted',
    detail: 'This message is not signed by the payment provider, or was signed too long ago.',
  },
  export_not_found: {
    status: 404,
    title: 'No such export',
    detail:
      'There is no such export of yours any more. Exports go after a day, or when chats are deleted: ask for a new one.',
  },
  export_not_ready: {
    status: 409,
    title: 'Export not ready',
    detail: 'The export is not ready. Look at its status, and try again when it is.',
  },
} as const satisfies Record<string, ProblemEntry>;

export const problem = problemsOf(PROBLEMS);

/** Everything an `error` frame can say: what happened, and what to do, in a sentence for a person. */
export const REFUSALS = {
  bad_envelope: 'A frame is a JSON object {type, payload}. Send it in that form.',
  unknown_type: 'There is no frame of this type. See /api/contract/events.json for those that exist.',
  invalid_payload: 'The payload of this frame is not as agreed.',
  auth_unavailable: PROBLEMS.auth_unavailable.detail,
  token_expired: 'Your access token has expired. Refresh it and connect again.',
  token_invalid: PROBLEMS.token_invalid.detail,
  token_not_later: 'The new access token must belong to the same person and session, and expire later.',
  token_revoked: 'This session was signed out. Log in again.',
  account_deleted: 'This account was deleted.',
  flooding: 'Too many frames at once. Slow down and connect again.',
  rate_limited: 'You are sending faster than is allowed. Wait a moment, then send it again.',
  too_many_messages: 'You are asking faster than the agents can answer. Wait a moment and send it again.',
  quota_exceeded: 'All messages of your plan are used for this month. Upgrade to send more.',
  profile_pending: PROBLEMS.profile_pending.detail,
  thread_not_found: PROBLEMS.thread_not_found.detail,
  message_not_found: 'There is no such message among yours.',
  run_not_found: 'There is nothing of yours being answered under this id.',
  not_retryable:
    'This message was answered, or is still being answered. Only an answer that failed or was stopped can be tried again.',
  idempotency_conflict: 'This client_message_id was used for another message. Use a new one.',
  resume_refused: 'This resume token is not for your event stream. Load the thread anew.',
  resume_gap: 'Some of the missed events are no longer kept. Load the thread anew.',
  dependency_unavailable: PROBLEMS.dependency_unavailable.detail,
  internal_error: 'Something went wrong on our side. Try again in a moment.',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

/** A client frame that is answered with an `error` frame; the connection stays. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    readonly detail: string = REFUSALS[code],
    readonly retryAfter?: number,
  ) {
    super(`${code}: ${detail}`);
  }
}
