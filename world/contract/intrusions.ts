import { randomUUID } from 'node:crypto';

/** By what one person's things are known, to the platform and to who wants to get at them. */
export interface Belongings {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  readonly accessToken: string;
  readonly threadId: string;
  readonly messageId: string;
  readonly clientMessageId: string;
  readonly runId: string;
  readonly exportId: string;
  readonly resumeToken: string;
  /** What was said, and nobody else would say. */
  readonly words: string;
}

/** What goes into a call that is made with somebody else's things. */
export interface Recipe {
  readonly body?: (of: Belongings) => object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer is about whoever asks: by it people see what they have. */
  readonly isOwnView?: true;
  /** What of the caller ends by it; such calls are tried last. */
  readonly ends?: 'the login' | 'the account';
}

const NOTHING: Recipe = {};
const OWN_VIEW: Recipe = { isOwnView: true };
const MOMENT = '2020-01-01T00:00:00.000Z';

/** What is put into the place of a name in a path, by the word before it. */
export const IN_PATHS: Readonly<Record<string, (of: Belongings) => string>> = {
  threads: ({ threadId }) => threadId,
  exports: ({ exportId }) => exportId,
  sessions: ({ sessionId }) => sessionId,
};

/** Of which there is no one's own. */
export const SHARED_IN_PATHS: Readonly<Record<string, string>> = { oauth: 'google' };

/**
 * Every call that the services publish, and what is put into it besides the other person's ids in path, query and
 * headers. A call that is published and missing here fails the scenario: nobody has thought about it.
 */
export const RECIPES_OF_CALLS: Readonly<Record<string, Recipe>> = {
  'auth GET /health': NOTHING,
  'auth GET /health/live': NOTHING,
  'auth GET /health/ready': NOTHING,
  'auth GET /auth/contract/openapi.json': NOTHING,
  'auth GET /.well-known/jwks.json': NOTHING,
  'auth GET /auth/providers': NOTHING,
  'auth GET /auth/oauth/{provider}/start': NOTHING,
  'auth GET /auth/oauth/{provider}/callback': NOTHING,
  'auth GET /auth/me': OWN_VIEW,
  'auth GET /auth/sessions': OWN_VIEW,
  'auth POST /auth/register': {
    body: ({ email }) => ({ email, password: `${randomUUID()}-Aa1!`, name: 'Mallory' }),
  },
  'auth POST /auth/verify-email': { body: ({ userId: token }) => ({ token }) },
  'auth POST /auth/verify-email/resend': { body: ({ email }) => ({ email }) },
  'auth POST /auth/login': { body: ({ email }) => ({ email, password: `${randomUUID()}-Aa1!` }) },
  'auth POST /auth/refresh': { body: ({ sessionId }) => ({ refresh_token: sessionId }) },
  'auth POST /auth/password-reset/request': { body: ({ email }) => ({ email }) },
  'auth POST /auth/password-reset/confirm': {
    body: ({ userId: token }) => ({ token, password: `${randomUUID()}-Aa1!` }),
  },
  'auth POST /auth/oauth/exchange': { body: ({ sessionId: code }) => ({ code }) },
  'auth POST /auth/validate': { body: ({ accessToken: token }) => ({ token }) },
  'auth PUT /auth/plan': { body: ({ userId: user_id }) => ({ user_id, plan: 'pro' }) },
  'auth PATCH /auth/me': {
    headers: { 'if-match': '*' },
    body: () => ({ picture: 'https://people.example.org/mallory.png' }),
  },
  'auth DELETE /auth/sessions/{id}': NOTHING,
  'auth POST /auth/logout': { body: () => ({ everywhere: true }), ends: 'the login' },
  'auth DELETE /auth/me': { ends: 'the account' },

  'backend GET /health': NOTHING,
  'backend GET /health/live': NOTHING,
  'backend GET /health/ready': NOTHING,
  'backend GET /api/contract/events.json': NOTHING,
  'backend GET /api/contract/openapi.json': NOTHING,
  'backend GET /ws': NOTHING,
  'backend GET /api/profile': OWN_VIEW,
  'backend GET /api/threads': OWN_VIEW,
  'backend GET /api/threads/{id}': OWN_VIEW,
  'backend GET /api/threads/{id}/messages': OWN_VIEW,
  'backend GET /api/usage': OWN_VIEW,
  'backend GET /api/exports': OWN_VIEW,
  'backend GET /api/exports/{id}': OWN_VIEW,
  'backend GET /api/exports/{id}/download': OWN_VIEW,
  'backend PATCH /api/profile': { body: () => ({ settings: { theme: 'dark' } }) },
  'backend POST /api/threads': { body: () => ({ title: "Mallory's own" }) },
  'backend PATCH /api/threads/{id}': { body: () => ({ title: 'Mallory was here' }) },
  'backend DELETE /api/threads/{id}': NOTHING,
  'backend POST /api/exports': { body: () => ({ format: 'json' }) },
  'backend POST /api/imports': { body: () => archiveOf('Mallory was here') },
  'backend POST /api/plan/upgrade': NOTHING,
  'backend POST /api/plan/downgrade': NOTHING,
  'backend POST /api/plan/payments': {
    body: ({ userId: customer }) => ({
      ...{ id: 'evt_1', type: 'subscription.ended', data: { subscription: 'sub_1', customer, plan: 'pro' } },
    }),
  },
  'backend DELETE /api/account': { ends: 'the account' },
};

function archiveOf(words: string): object {
  const messages = [{ role: 'user', content: words, created_at: MOMENT }];
  const threads = [{ title: words, created_at: MOMENT, messages }];
  return { format: 'chat-archive', version: 1, threads };
}

/** Ids of somebody else, in every place where a careless service would look for whose things are meant. */
export const beside = {
  query: ({ userId, threadId, messageId }: Belongings) => ({
    ...{ user_id: userId, userId, owner: userId, thread_id: threadId, before: messageId },
  }),
  headers: ({ userId }: Belongings) => ({ 'x-user-id': userId, 'x-forwarded-user': userId }),
  body: ({ userId, threadId, sessionId }: Belongings) => ({
    ...{ user_id: userId, userId, owner: userId, thread_id: threadId, session_id: sessionId },
  }),
} as const;

/** A frame of the chat with somebody else's ids in it, and the word of the contract for what comes of it. */
export interface FrameTrial {
  readonly type: string;
  readonly answer: string;
  readonly thread?: (of: Belongings) => string;
  readonly payload: (of: Belongings) => object;
}

const ofThread = ({ threadId }: Belongings) => ({ thread_id: threadId });
const news = (content: string, client_message_id: string = randomUUID()) => ({ content, client_message_id });

/** At least one of every type that a client may send. */
export const FRAME_TRIALS: readonly FrameTrial[] = [
  {
    ...{ type: 'chat_message', answer: 'thread_not_found', thread: ({ threadId }) => threadId },
    payload: () => news('Mallory was here.'),
  },
  {
    ...{ type: 'chat_message', answer: 'message_accepted' },
    payload: ({ clientMessageId }) => news('Something of my own.', clientMessageId),
  },
  { type: 'retry', answer: 'message_not_found', payload: ({ messageId: message_id }) => ({ message_id }) },
  { type: 'stop', answer: 'run_not_found', payload: ({ runId: run_id }) => ({ run_id }) },
  { type: 'create_thread', answer: 'thread_created', payload: () => ({ title: "Mallory's own" }) },
  { type: 'switch_thread', answer: 'thread_not_found', payload: ofThread },
  {
    ...{ type: 'rename_thread', answer: 'thread_not_found' },
    payload: (of) => ({ ...ofThread(of), title: 'Mallory was here' }),
  },
  {
    ...{ type: 'resume', answer: 'resume_refused' },
    payload: ({ resumeToken: resume_token }) => ({ resume_token, last_seq: 0 }),
  },
  {
    ...{ type: 'refresh_token', answer: 'token_not_later' },
    payload: ({ accessToken: access_token }) => ({ access_token }),
  },
  { type: 'ping', answer: 'pong', thread: ({ threadId }) => threadId, payload: () => ({}) },
  { type: 'delete_thread', answer: 'thread_not_found', payload: ofThread },
];
