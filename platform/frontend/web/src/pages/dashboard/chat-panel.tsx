import { useRef } from 'react';
import { useObservable } from '../../calls/use-observable';
import type { ChatState, Conversation } from '../../chat/state';
import { Icon } from '../../design/icons';
import { Heading } from '../../layout/page';
import { useMember } from '../../member/member';
import { ChatNotes } from './chat-notes';
import { Composer } from './composer';
import { ConnectionStatus } from './connection-status';
import { ConversationLog } from './conversation-log';
import { useDraft } from './use-draft';

interface ChatPanelProps {
  thread: string | undefined;
  title: string | undefined;
  conversation: Conversation;
  state: ChatState;
  isListOpen: boolean;
  onThreads: () => void;
}

export function ChatPanel({ thread, title, conversation, state, isListOpen, onThreads }: ChatPanelProps) {
  const { account, chat } = useMember();
  const isConnected = useObservable(chat.status) === 'connected';
  const [text, setText] = useDraft(thread);
  const message = useRef<HTMLTextAreaElement>(null);
  const working = conversation.items.findLast((item) => item.kind === 'answer' && item.state === 'working');
  const suggest = (words: string) => {
    setText(words);
    message.current?.focus();
  };
  return (
    <section className="chat" aria-label="Chat">
      <div className="chat__bar">
        <button
          type="button"
          className="button button--quiet button--small chat__threads"
          aria-expanded={isListOpen}
          aria-controls="threads"
          onClick={onThreads}
        >
          <Icon name="list" />
          Threads
        </button>
        <div className="chat__titles">
          <Heading className="chat__welcome">Welcome, {account.name}</Heading>
          {title !== undefined && <h2 className="chat__title">{title}</h2>}
        </div>
        <ConnectionStatus />
      </div>
      <ConversationLog thread={thread} conversation={conversation} onSuggest={suggest} />
      <div className="chat__foot">
        <ChatNotes state={state} />
        {conversation.status !== 'missing' && (
          <Composer
            box={message}
            text={text}
            onText={setText}
            onSend={(words) => chat.say(thread, words)}
            onStop={working ? () => chat.stopAnswer(working.key) : undefined}
            canStop={isConnected}
          />
        )}
      </div>
    </section>
  );
}
