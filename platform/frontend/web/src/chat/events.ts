import { accept, changeAnswer, takeHistory } from './conversation';
import type { HistoryEntry, ServerFrame, ServerType } from './frames';
import { DRAFT, conversationIn, withConversation, type Activity, type Answer, type ChatState } from './state';
import { toFront } from './threads';

type Effect<T extends ServerType> = (state: ChatState, frame: ServerFrame<T>) => ChatState;

/** What each event does to what a person sees. Events that are not here change nothing. */
const EFFECTS: { readonly [T in ServerType]?: Effect<T> } = {
  message_accepted: (state, frame) => {
    const { thread_id, run_id, timestamp: at } = frame;
    if (thread_id === undefined || run_id === undefined) return state;
    const { message_id: id, client_message_id: clientId, content } = frame.payload;
    const adopted = adoptDraft(state, clientId, thread_id);
    const changed = withConversation(adopted, thread_id, (conversation) =>
      accept(conversation, { id, clientId, content, at }, run_id),
    );
    return { ...changed, threads: toFront(changed.threads, thread_id, {}) };
  },

  agent_started: (state, frame) => answering(state, frame, ({ payload: { agent } }) => ({ agent })),

  agent_thinking: (state, frame) =>
    doing(state, frame, ({ payload: { agent, thought } }) => ({
      kind: 'thinking',
      text: `${agent} is thinking: ${thought}`,
    })),

  tool_executing: (state, frame) =>
    doing(state, frame, ({ payload: { agent, tool } }) => ({ kind: 'using', text: `${agent} uses ${tool}` })),

  tool_completed: (state, frame) =>
    doing(state, frame, ({ payload: { agent, tool, duration_ms } }) => ({
      kind: 'used',
      text: `${agent} used ${tool} in ${duration_ms} ms`,
    })),

  // A run that another instance took up again writes its answer anew.
  partial_result: (state, frame) =>
    answering(state, frame, ({ payload: { agent, content, index } }, answer) => ({
      agent,
      content: index === 0 ? content : `${answer.content || '…'}${content}`,
    })),

  final_report: (state, frame) => answering(state, frame, ({ payload: { content } }) => ({ content })),

  agent_completed: (state, frame) => ended(state, frame, () => ({ state: 'done' })),

  agent_error: (state, frame) =>
    ended(state, frame, ({ payload: { code, message, retryable }, trace_id }) => ({
      state: code === 'stopped' ? 'stopped' : 'failed',
      failure: { message, retryable, ...(trace_id === undefined ? {} : { reference: trace_id }) },
    })),

  thread_created: (state, { payload: { thread_id: id, title } }) => ({
    ...state,
    threads: toFront(state.threads, id, { title, isFresh: true }),
  }),

  thread_renamed: (state, { payload: { thread_id, title } }) =>
    state.threads.some(({ id }) => id === thread_id)
      ? { ...state, threads: toFront(state.threads, thread_id, { title }) }
      : state,

  thread_deleted: (state, { payload: { thread_id } }) => ({
    ...withConversation(state, thread_id, (conversation) => ({ ...conversation, status: 'missing' })),
    threads: state.threads.filter(({ id }) => id !== thread_id),
    gone: state.gone.includes(thread_id) ? state.gone : [...state.gone, thread_id],
  }),

  thread_switched: (state, { payload: { thread_id, title, history } }) => {
    const known = state.threads.some(({ id }) => id === thread_id);
    const threads = known
      ? state.threads.map((thread) => (thread.id === thread_id ? { ...thread, title } : thread))
      : [...state.threads, { id: thread_id, title, isFresh: true }];
    return withConversation({ ...state, threads }, thread_id, (conversation) =>
      takeHistory(conversation, history as HistoryEntry[]),
    );
  },

  service_degraded: (state, { payload: { service } }) => ({
    ...state,
    degraded: [...state.degraded.filter((name) => name !== service), service],
  }),

  service_recovered: (state, { payload: { service } }) => ({
    ...state,
    degraded: state.degraded.filter((name) => name !== service),
  }),

  sign_in_completed: (state, { payload: { session_id: session }, timestamp: at }) => ({
    ...state,
    signedIn: { session, at },
  }),

  quota_warning: (state, { payload: { used, limit, resets_at } }) => ({
    ...state,
    quota: { kind: 'warning', used, limit, resetsAt: resets_at },
  }),

  quota_exceeded: (state, { payload: { used, limit, resets_at, upgrade_url } }) => ({
    ...state,
    quota: { kind: 'exceeded', used, limit, resetsAt: resets_at, upgradeUrl: upgrade_url },
  }),

  quota_lifted: ({ quota: _, ...state }) => state,
};

/** What is seen after an event. */
export function afterEvent(state: ChatState, frame: ServerFrame): ChatState {
  const effect = EFFECTS[frame.type] as Effect<ServerType> | undefined;
  return effect ? effect(state, frame) : state;
}

function answering<T extends ServerType>(
  state: ChatState,
  frame: ServerFrame<T>,
  change: (frame: ServerFrame<T>, answer: Answer) => Partial<Answer>,
): ChatState {
  const { thread_id, run_id, timestamp } = frame;
  if (thread_id === undefined || run_id === undefined) return state;
  return withConversation(state, thread_id, (conversation) =>
    changeAnswer(conversation, run_id, timestamp, (answer) => ({ ...answer, ...change(frame, answer) })),
  );
}

function doing<T extends ServerType>(
  state: ChatState,
  frame: ServerFrame<T>,
  read: (frame: ServerFrame<T>) => Activity,
): ChatState {
  return answering(state, frame, (_, answer) => ({ activities: [...answer.activities, read(frame)] }));
}

function ended<T extends ServerType>(
  state: ChatState,
  frame: ServerFrame<T>,
  change: (frame: ServerFrame<T>) => Partial<Answer>,
): ChatState {
  return answering(state, frame, (_, { agent: __, ...answer }) => ({
    ...answer,
    agent: undefined,
    ...change(frame),
  }));
}

/** The first message without a thread got one: everything said without a thread moves there. */
function adoptDraft(state: ChatState, clientId: string, thread: string): ChatState {
  const draft = conversationIn(state, DRAFT);
  if (!draft.items.some((item) => item.kind === 'said' && item.clientId === clientId)) return state;
  const emptied = withConversation(state, DRAFT, (conversation) => ({ ...conversation, items: [] }));
  return withConversation(emptied, thread, (conversation) => ({
    ...conversation,
    items: [...conversation.items, ...draft.items],
    status: 'ready',
  }));
}
