export interface Thread {
  id: string;
  title: string;
  /** Made while the list was being loaded, which may not have it yet. */
  isFresh?: boolean;
}

/** A message of the person's own. */
export interface Said {
  kind: 'said';
  /** Stays the same from typing to history: what React knows it by. */
  key: string;
  clientId?: string;
  /** Once it was accepted. */
  id?: string;
  content: string;
  at: string;
  state: 'sending' | 'sent' | 'refused';
  /** Why it was refused. */
  refusal?: string;
}

export interface Activity {
  kind: 'thinking' | 'using' | 'used';
  text: string;
}

export interface Failure {
  message: string;
  retryable: boolean;
  /** For support. */
  reference?: string;
}

/** What the agents make of a message: one run, from its acceptance to its end. */
export interface Answer {
  kind: 'answer';
  key: string;
  /** The message that is answered; not known of answers from history. */
  questionId?: string;
  content: string;
  at: string;
  state: 'working' | 'done' | 'failed' | 'stopped';
  /** Who works now. */
  agent?: string;
  activities: readonly Activity[];
  failure?: Failure;
}

export type Item = Said | Answer;

export interface Conversation {
  items: readonly Item[];
  status: 'idle' | 'loading' | 'ready' | 'missing';
  /** There is more before the first item. */
  hasEarlier: boolean;
  /** The id of the earliest stored message. */
  earliest?: string;
}

export interface Quota {
  kind: 'warning' | 'exceeded';
  used: number;
  limit: number;
  resetsAt: string;
  upgradeUrl?: string;
}

export interface ChatState {
  threads: readonly Thread[];
  threadsStatus: 'loading' | 'ready' | 'failed';
  hasMoreThreads: boolean;
  /** Deleted since the page was opened: a list that was asked for before may still name them. */
  gone: readonly string[];
  /** By thread; what is said without one stands under `DRAFT` until it is accepted. */
  conversations: Readonly<Record<string, Conversation>>;
  quota?: Quota;
  /** The session that was opened last by a login with a provider, and when. */
  signedIn?: { session: string; at: string };
  /** Services that the backend reports as troubled. */
  degraded: readonly string[];
}

export const DRAFT = 'draft';
export const UNTITLED = 'New chat';

export const NO_CONVERSATION: Conversation = { items: [], status: 'idle', hasEarlier: false };

export const FRESH_CHAT: ChatState = {
  threads: [],
  threadsStatus: 'loading',
  hasMoreThreads: false,
  gone: [],
  conversations: { [DRAFT]: { ...NO_CONVERSATION, status: 'ready' } },
  degraded: [],
};

export function conversationIn(state: ChatState, thread: string): Conversation {
  return state.conversations[thread] ?? NO_CONVERSATION;
}

export function withConversation(
  state: ChatState,
  thread: string,
  change: (conversation: Conversation) => Conversation,
): ChatState {
  const before = conversationIn(state, thread);
  const after = change(before);
  return after === before ? state : { ...state, conversations: { ...state.conversations, [thread]: after } };
}
