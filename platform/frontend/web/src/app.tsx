import { lazy, Suspense, type ReactNode } from 'react';
import { WaitingPage } from './layout/waiting-page';
import { MemberArea } from './member/member';
import { LandingPage } from './pages/landing/landing-page';
import { LogInPage } from './pages/log-in/log-in-page';
import { NotFoundPage } from './pages/not-found/not-found-page';
import { ChoosePasswordPage } from './pages/reset-password/choose-password-page';
import { ForgotPasswordPage } from './pages/reset-password/forgot-password-page';
import { SignedInPage } from './pages/signed-in/signed-in-page';
import { CheckYourMailPage } from './pages/sign-up/check-your-mail-page';
import { SignUpPage } from './pages/sign-up/sign-up-page';
import { VerifyEmailPage } from './pages/verify-email/verify-email-page';
import { Redirect } from './router/link';
import { pathFrom, usePlace, type Place } from './router/location';
import type { SessionState } from './session/session';
import { useSession } from './session/use-session';

const DashboardPage = lazy(async () => ({
  default: (await import('./pages/dashboard/dashboard-page')).DashboardPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./pages/settings/settings-page')).SettingsPage,
}));

const THREAD = /^\/dashboard\/([^/]+)$/;

export function App() {
  const session = useSession();
  const place = usePlace();
  const page = pageFor(session, place);
  if (session.kind !== 'member') return page;
  return (
    <MemberArea account={session.account} key={session.account.id}>
      <Suspense fallback={<WaitingPage unreachable={false} />}>{page}</Suspense>
    </MemberArea>
  );
}

function pageFor(session: SessionState, { path, query, memory }: Place): ReactNode {
  const thread = THREAD.exec(path)?.[1];
  switch (path) {
    case '/':
      return <LandingPage />;
    case '/sign-up':
      return forVisitors(session, memory, <SignUpPage />);
    case '/log-in':
      return forVisitors(session, memory, <LogInPage />);
    case '/signed-in':
      return <SignedInPage code={query.get('code') ?? ''} />;
    case '/check-your-mail':
      return <CheckYourMailPage />;
    case '/verify-email':
      return <VerifyEmailPage token={query.get('token') ?? ''} />;
    case '/forgot-password':
      return <ForgotPasswordPage />;
    case '/reset-password':
      return <ChoosePasswordPage token={query.get('token') ?? ''} />;
    case '/settings':
      return forMembers(session, path, <SettingsPage />);
    case '/dashboard':
    case '/dashboard/':
      return forMembers(session, path, <DashboardPage thread={undefined} />);
    default:
      return thread === undefined ? (
        <NotFoundPage />
      ) : (
        forMembers(session, path, <DashboardPage thread={decodeURIComponent(thread)} />)
      );
  }
}

/** Whoever is not logged in logs in first, and comes back to where they wanted to go. */
function forMembers(session: SessionState, path: string, page: ReactNode): ReactNode {
  if (session.kind === 'member') return page;
  if (session.kind === 'visitor') return <Redirect to="/log-in" memory={{ next: path }} />;
  return <WaitingPage unreachable={session.kind === 'unreachable'} />;
}

function forVisitors(session: SessionState, memory: Place['memory'], page: ReactNode): ReactNode {
  if (session.kind === 'visitor') return page;
  if (session.kind === 'member') return <Redirect to={pathFrom(memory['next'], '/dashboard')} />;
  return <WaitingPage unreachable={session.kind === 'unreachable'} />;
}
