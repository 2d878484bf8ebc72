import { session } from '../../browser';
import { useObservable } from '../../calls/use-observable';
import type { ChatState, Quota } from '../../chat/state';
import { Note } from '../../design/notices';
import { dayOf } from '../../layout/dates';
import { useMember } from '../../member/member';
import { Link } from '../../router/link';

/** What the trouble of each service means for whoever chats. */
const TROUBLES: Readonly<Record<string, string>> = {
  llm: 'The assistant has trouble at the moment. Answers may fail or take longer.',
  auth: 'Logging in and new tabs may fail at the moment. This chat goes on.',
  analytics: 'Your usage is counted a little later than usual.',
};

/** What is to be known before the next message. */
export function ChatNotes({ state: { quota, degraded, signedIn } }: { state: ChatState }) {
  const notice = useObservable(useMember().chat.notice);
  const isCurrent = quota && new Date(quota.resetsAt) > new Date();
  return (
    <>
      {notice !== undefined && <Note>{notice}</Note>}
      {signedIn && isNews(signedIn) && (
        <Note>
          <p>
            You have just logged in on another page or device. Was it not you? Sign out everywhere in the{' '}
            <Link href="/settings">settings</Link>.
          </p>
        </Note>
      )}
      {degraded.map((service) => {
        const sentence = TROUBLES[service];
        return sentence !== undefined && <Note key={service}>{sentence}</Note>;
      })}
      {isCurrent && <QuotaNote quota={quota} />}
    </>
  );
}

/** Elsewhere, and since this page was loaded: what was missed before comes again with every load. */
function isNews({ session: id, at }: NonNullable<ChatState['signedIn']>): boolean {
  return !session.isOwn(id) && new Date(at).getTime() > performance.timeOrigin;
}

function QuotaNote({ quota: { kind, used, limit, resetsAt, upgradeUrl } }: { quota: Quota }) {
  const amount =
    kind === 'exceeded'
      ? `All ${limit} messages of your plan are used.`
      : `You have used ${used} of ${limit} messages.`;
  return (
    <Note>
      <p>
        {amount} They start anew on {dayOf(resetsAt)}. <UpgradeLink address={upgradeUrl} />
      </p>
    </Note>
  );
}

function UpgradeLink({ address }: { address: string | undefined }) {
  // Only what leads to a page: the address came over the wire.
  const url = URL.parse(address ?? '/settings', globalThis.location.origin);
  if (url && url.origin !== globalThis.location.origin && /^https?:$/.test(url.protocol))
    return <a href={url.href}>Upgrade</a>;
  return <Link href="/settings">Upgrade</Link>;
}
