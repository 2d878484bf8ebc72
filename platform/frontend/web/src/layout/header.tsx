import { session } from '../browser';
import { useSubmission } from '../calls/use-submission';
import { Avatar } from '../design/avatar';
import { Button } from '../design/button';
import { PRODUCT } from '../product';
import { Link } from '../router/link';
import { go, usePlace } from '../router/location';
import { useSession } from '../session/use-session';

export function Header() {
  const state = useSession();
  return (
    <header className="header">
      <Link href="/" className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <circle className="brand__you" cx="12" cy="16" r="7" />
          <circle className="brand__agents" cx="20" cy="16" r="7" />
        </svg>
        {PRODUCT}
      </Link>
      {state.kind === 'member' && <MemberPart name={state.account.name} />}
    </header>
  );
}

function MemberPart({ name }: { name: string }) {
  const { path } = usePlace();
  const { busy, refusal, run } = useSubmission();
  const logOut = () =>
    run(async () => {
      await session.logOut();
      go('/log-in', { replace: true });
    });
  return (
    <>
      <nav className="header__nav" aria-label="Main">
        <Link href="/dashboard" aria-current={path.startsWith('/dashboard') ? 'page' : undefined}>
          Dashboard
        </Link>
        <Link href="/settings" aria-current={path === '/settings' ? 'page' : undefined}>
          Settings
        </Link>
      </nav>
      <div className="header__person">
        {refusal && (
          <span className="header__refusal" role="alert">
            {refusal.sentence}
          </span>
        )}
        <Avatar name={name} />
        <Button look="quiet" small disabled={busy} onClick={() => void logOut()}>
          Log out
        </Button>
      </div>
    </>
  );
}
