import { useEffect, useRef, useState } from 'react';
import { useObservable } from '../../calls/use-observable';
import type { Thread } from '../../chat/state';
import { Button, IconButton } from '../../design/button';
import { Icon } from '../../design/icons';
import { Skeleton } from '../../design/notices';
import { useMember } from '../../member/member';
import { Link } from '../../router/link';
import { DeleteDialog, RenameDialog } from './thread-dialogs';

interface ThreadListProps {
  open: string | undefined;
  /** At phone width it is put away until it is asked for. */
  isShown: boolean;
  onClose: () => void;
}

export function ThreadList({ open, isShown, onClose }: ThreadListProps) {
  const { chat } = useMember();
  const { threads, threadsStatus, hasMoreThreads } = useObservable(chat.state);
  const isConnected = useObservable(chat.status) === 'connected';
  const [asked, setAsked] = useState<{ what: 'rename' | 'delete'; thread: Thread }>();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isShown) nav.current?.querySelector('button')?.focus();
  }, [isShown]);
  return (
    <>
      {isShown && <div className="threads__backdrop" onClick={onClose} />}
      <nav
        id="threads"
        ref={nav}
        className={`threads${isShown ? ' threads--shown' : ''}`}
        aria-label="Threads"
        onKeyDown={({ key }) => {
          if (key === 'Escape') onClose();
        }}
      >
        <Button wide look="quiet" disabled={!isConnected} onClick={() => chat.createThread()}>
          <Icon name="plus" />
          New thread
        </Button>
        {threadsStatus === 'loading' && threads.length === 0 && <Skeleton lines={5} of="your threads" />}
        {threadsStatus === 'failed' && (
          <div className="threads__empty">
            <p>Your threads cannot be loaded at the moment.</p>
            <Button look="quiet" small onClick={() => void chat.loadThreads()}>
              Load them again
            </Button>
          </div>
        )}
        {threadsStatus === 'ready' && threads.length === 0 && (
          <p className="threads__empty">No threads yet. Your first question makes one.</p>
        )}
        <ul>
          {threads.map((thread) => (
            <Row
              key={thread.id}
              thread={thread}
              isOpen={thread.id === open}
              onPick={onClose}
              onRename={() => setAsked({ what: 'rename', thread })}
              onDelete={() => setAsked({ what: 'delete', thread })}
            />
          ))}
        </ul>
        {hasMoreThreads && (
          <Button look="quiet" small onClick={() => void chat.loadMoreThreads().catch(() => undefined)}>
            Show older ones
          </Button>
        )}
      </nav>
      {asked?.what === 'rename' && <RenameDialog thread={asked.thread} onClose={() => setAsked(undefined)} />}
      {asked?.what === 'delete' && (
        <DeleteDialog
          thread={asked.thread}
          isOpen={asked.thread.id === open}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

interface RowProps {
  thread: Thread;
  isOpen: boolean;
  onPick: () => void;
  onRename: () => void;
  onDelete: () => void;
}

function Row({ thread: { id, title }, isOpen, onPick, onRename, onDelete }: RowProps) {
  return (
    <li className="thread">
      <Link href={`/dashboard/${id}`} aria-current={isOpen ? 'page' : undefined} onClick={onPick}>
        {title}
      </Link>
      <span className="thread__actions">
        <IconButton icon="pencil" name={`Rename ${title}`} onClick={onRename} />
        <IconButton icon="bin" name={`Delete ${title}`} onClick={onDelete} />
      </span>
    </li>
  );
}
