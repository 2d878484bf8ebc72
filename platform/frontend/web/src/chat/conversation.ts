import type { HistoryEntry } from './frames';
import type { Answer, Conversation, Item, Said } from './state';

/** Messages that `thread_switched` brings at most: as many mean that there may be more. */
const HISTORY = 50;

/** Changes the answer of a run; one that was not known is begun, at the end. */
export function changeAnswer(
  conversation: Conversation,
  runId: string,
  at: string,
  change: (answer: Answer) => Answer,
): Conversation {
  const known = conversation.items.some((item) => item.kind === 'answer' && item.key === runId);
  const items: readonly Item[] = known ? conversation.items : [...conversation.items, answerOf(runId, at)];
  return {
    ...conversation,
    items: items.map((item) => (item.kind === 'answer' && item.key === runId ? change(item) : item)),
  };
}

/** A message was accepted: from this tab, from another one, or once again after its answer failed. */
export function accept(
  conversation: Conversation,
  message: { id: string; clientId: string; content: string; at: string },
  runId: string,
): Conversation {
  const { id, clientId, content, at } = message;
  if (conversation.items.some(({ key }) => key === runId)) return conversation;
  const isIt = (item: Item) => item.kind === 'said' && (item.id === id || item.clientId === clientId);
  const sent: Said = { kind: 'said', key: clientId, clientId, id, content, at, state: 'sent' };
  const isKnown = conversation.items.some(isIt);
  const others = conversation.items.filter((item) => !(item.kind === 'answer' && item.questionId === id));
  const items = isKnown
    ? others.map((item) => (isIt(item) ? { ...sent, key: item.key, at: (item as Said).at } : item))
    : [...others, sent];
  return { ...conversation, items: [...items, { ...answerOf(runId, at), questionId: id }] };
}

/**
 * Takes the stored messages over. What is known besides (what is being sent or made, what failed) stays where it
 * was: behind the same neighbour, and what is being sent at the end.
 */
export function takeHistory(conversation: Conversation, history: readonly HistoryEntry[]): Conversation {
  const stored = history.map((entry) => itemOf(entry, conversation.items));
  return {
    items: withRest(stored, conversation.items),
    status: 'ready',
    hasEarlier: history.length >= HISTORY,
    ...earliestOf(history),
  };
}

/** Puts what was said before in front. */
export function takeEarlier(
  conversation: Conversation,
  history: readonly HistoryEntry[],
  hasEarlier: boolean,
): Conversation {
  const known = new Set(conversation.items.map(({ key }) => key));
  const earlier = history.map((entry) => itemOf(entry, [])).filter(({ key }) => !known.has(key));
  const items = [...earlier, ...conversation.items];
  return { ...conversation, items, hasEarlier, ...earliestOf(history) };
}

function earliestOf(history: readonly HistoryEntry[]): { earliest?: string } {
  return history[0] ? { earliest: history[0].id } : {};
}

function answerOf(runId: string, at: string): Answer {
  return { kind: 'answer', key: runId, content: '', at, state: 'working', activities: [] };
}

function itemOf(entry: HistoryEntry, known: readonly Item[]): Item {
  const { id, content, created_at: at } = entry;
  if (entry.role === 'assistant') {
    const key = entry.run_id ?? id;
    const live = known.find((item) => item.key === key);
    return { ...answerOf(key, at), ...(live as Answer | undefined), content, at, state: 'done' };
  }
  const clientId = entry.client_message_id ?? id;
  return { kind: 'said', key: clientId, clientId, id, content, at, state: 'sent' };
}

function withRest(stored: readonly Item[], known: readonly Item[]): Item[] {
  const items = [...stored];
  known.forEach((item, index) => {
    if (items.some(({ key }) => key === item.key) || isOnlyStored(item)) return;
    const before = item.state === 'sending' ? undefined : known[index - 1];
    const place = before ? items.findIndex(({ key }) => key === before.key) : -1;
    if (place === -1) items.push(item);
    else items.splice(place + 1, 0, item);
  });
  return items;
}

/** Old messages come back with older history; everything else exists only here. */
function isOnlyStored(item: Item): boolean {
  return item.kind === 'said' ? item.state === 'sent' : item.state === 'done';
}
