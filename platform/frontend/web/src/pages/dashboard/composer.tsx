import { useId, type KeyboardEvent, type RefObject } from 'react';
import { Button } from '../../design/button';
import { Icon } from '../../design/icons';

const LONGEST = 8_000;
const NEARLY = 7_500;

interface ComposerProps {
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => void;
  /** Absent while there is nothing to stop. */
  onStop: (() => void) | undefined;
  canStop: boolean;
}

export function Composer({ box, text, onText, onSend, onStop, canStop }: ComposerProps) {
  const id = useId();
  const length = Array.from(text).length;
  const isTooLong = length > LONGEST;
  const canSend = text.trim() !== '' && !isTooLong;
  const sendNow = () => {
    if (!canSend) return;
    onSend(text);
    onText('');
    box.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    // While a character is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    sendNow();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        sendNow();
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        Message
      </label>
      <textarea
        id={id}
        ref={box}
        rows={1}
        value={text}
        placeholder="Ask something"
        autoFocus
        aria-invalid={isTooLong || undefined}
        aria-describedby={`${id}-length`}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={onKey}
      />
      <div className="composer__actions">
        <p id={`${id}-length`} className="composer__length">
          {length > NEARLY && `${length.toLocaleString('en')} of ${LONGEST.toLocaleString('en')} characters`}
        </p>
        {onStop && (
          <Button look="quiet" small disabled={!canStop} onClick={onStop}>
            <Icon name="stop" />
            Stop
          </Button>
        )}
        <Button type="submit" small disabled={!canSend}>
          <Icon name="up" />
          Send
        </Button>
      </div>
    </form>
  );
}
