import { useState } from 'react';
import type { Answer, Conversation, Item } from '../../chat/state';
import { Button } from '../../design/button';
import { Icon } from '../../design/icons';
import { Skeleton } from '../../design/notices';
import { useMember } from '../../member/member';
import { Link } from '../../router/link';
import { AnswerItem } from './answer-item';
import { SaidItem } from './said-item';
import { useFollowing } from './use-following';

interface ConversationLogProps {
  thread: string | undefined;
  conversation: Conversation;
  onSuggest: (words: string) => void;
}

/**
 * The log is silent to screen readers: an answer would be read again at each piece. That it is there is told by the
 * status of the agents.
 */
export function ConversationLog({ thread, conversation, onSuggest }: ConversationLogProps) {
  const { items, status } = conversation;
  const { box, isFollowing, follow } = useFollowing<HTMLDivElement>(items, thread);
  const latest = items.findLast((item) => item.kind === 'answer');
  return (
    <div className="log">
      <div
        className="log__scroll"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
        ref={box}
      >
        <div className="log__items">
          {status === 'missing' && <Gone />}
          {status === 'loading' && items.length === 0 && <Skeleton lines={6} of="the conversation" />}
          {status === 'ready' && items.length === 0 && <Beginning onSuggest={onSuggest} />}
          {status !== 'missing' && (
            <>
              {conversation.hasEarlier && thread !== undefined && <Earlier thread={thread} />}
              {items.map((item) => (
                <ItemView key={item.key} item={item} thread={thread} latest={latest} />
              ))}
            </>
          )}
        </div>
      </div>
      {!isFollowing && (
        <Button look="quiet" small onClick={follow}>
          <Icon name="down" />
          To the latest
        </Button>
      )}
    </div>
  );
}

function ItemView({
  item,
  thread,
  latest,
}: {
  item: Item;
  thread: string | undefined;
  latest: Item | undefined;
}) {
  if (item.kind === 'said') return <SaidItem item={item} thread={thread} />;
  return <AnswerItem answer={item} isLatest={isSame(item, latest)} />;
}

function isSame(answer: Answer, latest: Item | undefined): boolean {
  return answer.key === latest?.key;
}

const SUGGESTIONS = [
  'What is 18% of 2450?',
  'How much of my plan have I used?',
  'What did I say earlier about hosting?',
] as const;

function Beginning({ onSuggest }: { onSuggest: (words: string) => void }) {
  return (
    <div className="beginning">
      <p className="beginning__title">What would you like to work out?</p>
      <p>Ask in your own words, or begin with one of these.</p>
      <ul>
        {SUGGESTIONS.map((words) => (
          <li key={words}>
            <Button look="quiet" onClick={() => onSuggest(words)}>
              {words}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Gone() {
  return (
    <div className="beginning">
      <p className="beginning__title">This thread is not there</p>
      <p>It was deleted, or the address is not complete.</p>
      <p>
        <Link href="/dashboard" className="button">
          Begin a new one
        </Link>
      </p>
    </div>
  );
}

function Earlier({ thread }: { thread: string }) {
  const { chat } = useMember();
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    chat.loadEarlier(thread).catch(() => setFailed(true));
  };
  return (
    <div className="log__earlier">
      <Button look="quiet" small onClick={load}>
        Show earlier messages
      </Button>
      {failed && <p role="status">They cannot be loaded at the moment.</p>}
    </div>
  );
}
