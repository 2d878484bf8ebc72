import { useEffect, useState } from 'react';
import { keepOfTab } from '../../browser';
import { useObservable } from '../../calls/use-observable';
import { DRAFT } from '../../chat/state';
import { useMember } from '../../member/member';
import { usePlace } from '../../router/location';

type Drafts = Readonly<Record<string, string>>;

/**
 * What was typed and not sent, thread by thread; it follows a message that makes its thread, and what was not taken
 * comes back. The tab keeps it, for whoever wrote it: it is still there after a way over another page, to pay for example.
 */
export function useDraft(thread: string | undefined): [string, (text: string) => void] {
  const key = thread ?? DRAFT;
  const { account, chat } = useMember();
  const { memory } = usePlace();
  const place = `drafts:${account.id}`;
  const [drafts, setDrafts] = useState<Drafts>(() => draftsIn(keepOfTab.get(place)));
  const carries = memory['carryDraft'] === true && key !== DRAFT;
  useEffect(() => {
    if (!carries) return;
    setDrafts(({ [DRAFT]: typed, ...others }) =>
      typed === undefined ? others : { ...others, [key]: others[key] ?? typed },
    );
  }, [carries, key]);
  const returned = useObservable(chat.returned);
  useEffect(() => {
    if (!returned) return;
    // What is being typed meanwhile has the box.
    setDrafts((known) => ({ ...known, [returned.thread]: known[returned.thread] || returned.content }));
    chat.returned.set(undefined);
  }, [returned, chat]);
  useEffect(() => {
    const written = Object.entries(drafts).filter(([, text]) => text !== '');
    if (written.length === 0) keepOfTab.remove(place);
    else keepOfTab.set(place, JSON.stringify(Object.fromEntries(written)));
  }, [drafts, place]);
  const set = (text: string) => setDrafts((known) => ({ ...known, [key]: text }));
  return [drafts[key] ?? '', set];
}

function draftsIn(kept: string | undefined): Drafts {
  return kept === undefined ? {} : (JSON.parse(kept) as Drafts);
}
