import { useObservable } from '../../calls/use-observable';
import type { LinkStatus } from '../../chat/link';
import { useMember } from '../../member/member';

const WORDS: Readonly<Record<LinkStatus, string>> = {
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
};

export function ConnectionStatus() {
  const status = useObservable(useMember().chat.status);
  return (
    <p className={`connection connection--${status}`} role="status" aria-label="Connection">
      {WORDS[status]}
    </p>
  );
}
