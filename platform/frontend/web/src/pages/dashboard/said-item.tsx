import { memo } from 'react';
import type { Said } from '../../chat/state';
import { Avatar } from '../../design/avatar';
import { Button } from '../../design/button';
import { Icon } from '../../design/icons';
import { Alert } from '../../design/notices';
import { momentOf } from '../../layout/dates';
import { useMember } from '../../member/member';
import { MessageText } from './message-text';

/** A message of the person's own. */
export const SaidItem = memo(function SaidItem({ item, thread }: { item: Said; thread: string | undefined }) {
  const { account, chat } = useMember();
  const { content, at, state, refusal, clientId } = item;
  return (
    <article className="message message--own" aria-label="You">
      <div className="message__body">
        <MessageText text={content} />
        <p className="message__foot">
          <time dateTime={at}>{momentOf(at)}</time>
          {state === 'sending' && (
            <span>
              <Icon name="clock" />
              Sending
            </span>
          )}
          {state === 'sent' && (
            <span>
              <Icon name="check" />
              Sent
            </span>
          )}
        </p>
        {state === 'refused' && (
          <Alert>
            <p>
              <strong>Not sent.</strong> {refusal}
            </p>
            {clientId !== undefined && (
              <Button look="quiet" small onClick={() => chat.sayAgain(thread, clientId, content)}>
                Try again
              </Button>
            )}
          </Alert>
        )}
      </div>
      <Avatar name={account.name} />
    </article>
  );
});
