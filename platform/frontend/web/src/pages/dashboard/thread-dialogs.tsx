import { useState } from 'react';
import { useObservable } from '../../calls/use-observable';
import type { Thread } from '../../chat/state';
import { Button } from '../../design/button';
import { Dialog } from '../../design/dialog';
import { Field } from '../../design/field';
import { useMember } from '../../member/member';
import { go } from '../../router/location';

const LONGEST_TITLE = 200;

export function RenameDialog({ thread, onClose }: { thread: Thread; onClose: () => void }) {
  const { chat } = useMember();
  const isConnected = useObservable(chat.status) === 'connected';
  const [title, setTitle] = useState(thread.title);
  const canSave = isConnected && title.trim() !== '';
  return (
    <Dialog title="Rename thread" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!canSave) return;
          chat.rename(thread.id, title.trim());
          onClose();
        }}
      >
        <Field
          label="Title"
          value={title}
          maxLength={LONGEST_TITLE}
          autoFocus
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setTitle(target.value)}
        />
        {!isConnected && <p className="field__hint">This waits for the connection.</p>}
        <div className="dialog__actions">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!canSave}>
            Save title
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface DeleteDialogProps {
  thread: Thread;
  isOpen: boolean;
  onClose: () => void;
}

export function DeleteDialog({ thread, isOpen, onClose }: DeleteDialogProps) {
  const { chat } = useMember();
  const isConnected = useObservable(chat.status) === 'connected';
  const remove = () => {
    chat.remove(thread.id);
    onClose();
    if (isOpen) go('/dashboard');
  };
  return (
    <Dialog title="Delete this thread?" onClose={onClose}>
      <p>
        <strong className="address">{thread.title}</strong> and all of its messages go for good.
      </p>
      {!isConnected && <p className="field__hint">This waits for the connection.</p>}
      <div className="dialog__actions">
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep thread
        </Button>
        <Button look="danger" disabled={!isConnected} onClick={remove}>
          Delete thread
        </Button>
      </div>
    </Dialog>
  );
}
