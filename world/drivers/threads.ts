import type { Inbox } from '../inbox';

/** A person's conversations as one tab has them, by the titles that people know them by. */
export interface ThreadList {
  /** Begins an empty conversation of that title. Resolves with its id, once this tab was told of it. */
  begin(title: string): Promise<string>;
  rename(title: string, to: string): Promise<void>;
  remove(title: string): Promise<void>;
  /** As they stand there now. */
  titles(): Promise<readonly string[]>;
}

/** What the events told so far say of a person's conversations: id -> title, those that stand. */
export function threadsTold(inbox: Inbox): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const { type, payload } of inbox.all()) {
    const [id, title] = [payload['thread_id'], payload['title']];
    if (typeof id !== 'string') continue;
    if (type === 'thread_deleted') known.delete(id);
    else if ((type === 'thread_created' || type === 'thread_renamed') && typeof title === 'string')
      known.set(id, title);
  }
  return known;
}

/** @throws when no conversation of that title was told of. */
export function threadCalled(title: string, inbox: Inbox): string {
  const told = threadsTold(inbox);
  const found = [...told].find(([, known]) => known === title);
  if (!found)
    throw new Error(`No conversation "${title}" was told of, only ${[...told.values()].join(', ')}.`);
  return found[0];
}
