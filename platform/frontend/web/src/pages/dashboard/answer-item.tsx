import { memo } from 'react';
import { useObservable } from '../../calls/use-observable';
import type { Answer } from '../../chat/state';
import { AgentAvatar } from '../../design/avatar';
import { Button } from '../../design/button';
import { Alert, Reference } from '../../design/notices';
import { momentOf } from '../../layout/dates';
import { useMember } from '../../member/member';
import { AgentsAtWork, StepsTaken } from './agents-at-work';
import { MessageText } from './message-text';

/** What the agents did about a message, and what came of it. */
export const AnswerItem = memo(function AnswerItem({
  answer,
  isLatest,
}: {
  answer: Answer;
  isLatest: boolean;
}) {
  const { content, state, at } = answer;
  const isWorking = state === 'working';
  const hasSteps = answer.activities.length > 0 || isWorking;
  return (
    <>
      {isLatest && hasSteps && <AgentsAtWork answer={answer} />}
      {!isLatest && answer.activities.length > 0 && <StepsTaken activities={answer.activities} />}
      {content !== '' && (
        <article
          className="message message--agent"
          aria-label="Assistant"
          aria-busy={isWorking ? 'true' : undefined}
        >
          <AgentAvatar />
          <div className="message__body">
            <MessageText text={content} />
            {state === 'done' && (
              <p className="message__foot">
                <time dateTime={at}>{momentOf(at)}</time>
              </p>
            )}
          </div>
        </article>
      )}
      {(state === 'failed' || state === 'stopped') && <Broken answer={answer} />}
    </>
  );
});

function Broken({ answer: { state, failure, questionId } }: { answer: Answer }) {
  const { chat } = useMember();
  const isConnected = useObservable(chat.status) === 'connected';
  const again = failure?.retryable && questionId !== undefined && (
    <Button look="quiet" small disabled={!isConnected} onClick={() => chat.retry(questionId)}>
      Try again
    </Button>
  );
  if (state === 'stopped')
    return (
      <div className="stopped">
        <p>{failure?.message}</p>
        {again}
      </div>
    );
  return (
    <Alert>
      <p>{failure?.message}</p>
      <Reference to={failure?.reference} />
      {again}
    </Alert>
  );
}
