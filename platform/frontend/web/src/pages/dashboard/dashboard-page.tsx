import { useCallback, useEffect, useState } from 'react';
import { useObservable } from '../../calls/use-observable';
import { conversationIn, DRAFT } from '../../chat/state';
import { Page } from '../../layout/page';
import { useMember } from '../../member/member';
import { ChatPanel } from './chat-panel';
import { ThreadList } from './thread-list';

/** @param thread undefined where the first message is to make one */
export function DashboardPage({ thread }: { thread: string | undefined }) {
  const { chat } = useMember();
  const state = useObservable(chat.state);
  const [isListOpen, setListOpen] = useState(false);
  const closeList = useCallback(() => setListOpen(false), []);
  useEffect(() => {
    chat.open(thread);
    closeList();
    return () => chat.open(undefined);
  }, [chat, thread, closeList]);
  const title = state.threads.find(({ id }) => id === thread)?.title;
  return (
    <Page
      title={title ?? 'Dashboard'}
      shape="chat"
      aside={<ThreadList open={thread} isShown={isListOpen} onClose={closeList} />}
    >
      <ChatPanel
        thread={thread}
        title={title}
        conversation={conversationIn(state, thread ?? DRAFT)}
        state={state}
        isListOpen={isListOpen}
        onThreads={() => setListOpen(!isListOpen)}
      />
    </Page>
  );
}
