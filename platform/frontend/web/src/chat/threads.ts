import type { Thread } from './state';

/** The thread at the front, where the latest used one stands; an unknown one is added. */
export function toFront(threads: readonly Thread[], id: string, change: Partial<Thread>): readonly Thread[] {
  const known = threads.find((thread) => thread.id === id);
  if (!known && change.title === undefined) return threads;
  const thread = { title: '', ...known, ...change, id };
  return [thread, ...threads.filter((other) => other.id !== id)];
}

/** The loaded list; what was made while it was on its way stays in front, what was deleted stays away. */
export function loaded(
  threads: readonly Thread[],
  list: readonly Thread[],
  gone: readonly string[],
): readonly Thread[] {
  const named = new Set(list.map(({ id }) => id));
  const fresh = threads.filter(({ id, isFresh }) => isFresh && !named.has(id));
  const rest = list.filter(({ id }) => !gone.includes(id));
  return [...fresh, ...rest].map(({ id, title }) => ({ id, title }));
}

/** Adds a further page of the list. */
export function appended(
  threads: readonly Thread[],
  page: readonly Thread[],
  gone: readonly string[],
): readonly Thread[] {
  const known = new Set([...threads.map(({ id }) => id), ...gone]);
  return [...threads, ...page.filter(({ id }) => !known.has(id)).map(({ id, title }) => ({ id, title }))];
}

/** The message's first words, as the server titles the threads that it makes for a message. */
export function titleFrom(content: string): string {
  const characters = Array.from(content.trim().replaceAll(/\s+/g, ' '));
  return characters.length <= 60 ? characters.join('') : `${characters.slice(0, 59).join('').trimEnd()}…`;
}
