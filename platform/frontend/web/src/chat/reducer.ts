import { takeEarlier } from './conversation';
import { afterEvent } from './events';
import type { HistoryEntry, ServerFrame } from './frames';
import { withConversation, type ChatState, type Item, type Thread } from './state';
import { appended, loaded } from './threads';

/** Everything that changes what a person sees of their chats. `thread` may be `DRAFT`. */
export type Action =
  | { kind: 'event'; frame: ServerFrame }
  | { kind: 'said'; thread: string; clientId: string; content: string; at: string }
  | { kind: 'refused'; thread: string; clientId: string; sentence: string }
  | { kind: 'taken_back'; thread: string; clientId: string }
  | { kind: 'said_again'; thread: string; clientId: string }
  /** The connection is lost: whoever answers next says what is troubled. */
  | { kind: 'lost' }
  | { kind: 'opening'; thread: string }
  | { kind: 'missing'; thread: string }
  | { kind: 'earlier'; thread: string; history: readonly HistoryEntry[]; hasEarlier: boolean }
  | { kind: 'loading_threads' }
  | { kind: 'threads'; list: readonly Thread[]; hasMore: boolean }
  | { kind: 'more_threads'; list: readonly Thread[]; hasMore: boolean }
  | { kind: 'no_threads' };

export function reduce(state: ChatState, action: Action): ChatState {
  switch (action.kind) {
    case 'event':
      return afterEvent(state, action.frame);
    case 'said': {
      const { thread, clientId, content, at } = action;
      const item: Item = { kind: 'said', key: clientId, clientId, content, at, state: 'sending' };
      return changeItems(state, thread, (items) => [...items, item]);
    }
    case 'refused':
      return changeSaid(state, action, { state: 'refused', refusal: action.sentence });
    case 'taken_back':
      return changeItems(state, action.thread, (items) =>
        items.filter((item) => item.kind !== 'said' || item.clientId !== action.clientId),
      );
    case 'said_again':
      return changeSaid(state, action, { state: 'sending' });
    case 'lost':
      return state.degraded.length === 0 ? state : { ...state, degraded: [] };
    case 'opening':
      return withConversation(state, action.thread, (conversation) =>
        conversation.status === 'ready' ? conversation : { ...conversation, status: 'loading' },
      );
    case 'missing':
      return withConversation(state, action.thread, (conversation) => ({
        ...conversation,
        status: 'missing',
      }));
    case 'earlier':
      return withConversation(state, action.thread, (conversation) =>
        takeEarlier(conversation, action.history, action.hasEarlier),
      );
    case 'loading_threads':
      return state.threadsStatus === 'ready' ? state : { ...state, threadsStatus: 'loading' };
    case 'threads':
      return {
        ...state,
        threads: loaded(state.threads, action.list, state.gone),
        threadsStatus: 'ready',
        hasMoreThreads: action.hasMore,
      };
    case 'more_threads':
      return {
        ...state,
        threads: appended(state.threads, action.list, state.gone),
        hasMoreThreads: action.hasMore,
      };
    case 'no_threads':
      return state.threadsStatus === 'ready' ? state : { ...state, threadsStatus: 'failed' };
  }
}

function changeItems(
  state: ChatState,
  thread: string,
  change: (items: readonly Item[]) => readonly Item[],
): ChatState {
  return withConversation(state, thread, (conversation) => ({
    ...conversation,
    items: change(conversation.items),
  }));
}

function changeSaid(
  state: ChatState,
  { thread, clientId }: { thread: string; clientId: string },
  change: { state: 'sending' | 'refused'; refusal?: string },
): ChatState {
  return changeItems(state, thread, (items) =>
    items.map((item) => (item.kind === 'said' && item.clientId === clientId ? { ...item, ...change } : item)),
  );
}
