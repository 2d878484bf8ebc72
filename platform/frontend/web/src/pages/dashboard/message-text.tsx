import { memo } from 'react';
import { partsOf } from './text-parts';

/** Text as it was written: its line breaks, and code between fences. Never anything but text. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div className="text">
      {partsOf(text).map(({ kind, text: part }, place) =>
        kind === 'code' ? (
          <pre key={place} tabIndex={0}>
            <code>{part}</code>
          </pre>
        ) : (
          <p key={place}>{part}</p>
        ),
      )}
    </div>
  );
});
