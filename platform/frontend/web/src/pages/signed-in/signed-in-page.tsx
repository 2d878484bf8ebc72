import { useCallback } from 'react';
import { session } from '../../browser';
import { useLoaded } from '../../calls/use-loaded';
import { Alert, Skeleton } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link, Redirect } from '../../router/link';
import { deviceFrom } from '../../session/device';
import { spoken } from '../sign-up/faults';

/** Codes work once: however often a page with one is shown, it is exchanged once. */
const exchanged = new Map<string, Promise<void>>();

function exchange(code: string): Promise<void> {
  const known = exchanged.get(code);
  if (known) return known;
  const exchanging = session.completeSignIn({ code, device: deviceFrom(navigator.userAgent) });
  exchanged.set(code, exchanging);
  return exchanging;
}

/** Where a browser comes back to from an identity provider, whatever came of it there. */
export function SignedInPage({ code }: { code: string }) {
  const { loaded } = useLoaded(useCallback(() => exchange(code), [code]));
  if (loaded.kind === 'ready') return <Redirect to="/dashboard" />;
  return (
    <Page title={loaded.kind === 'loading' ? 'One moment' : 'You are not logged in'} shape="narrow">
      <div className="sheet">
        {loaded.kind === 'loading' ? (
          <>
            <Heading>One moment</Heading>
            <Skeleton lines={2} of="your account" />
          </>
        ) : (
          <>
            <Heading>You are not logged in</Heading>
            <Alert>{spoken(loaded.sentence)}</Alert>
            <Link href="/log-in" className="button">
              Back to the login
            </Link>
          </>
        )}
      </div>
    </Page>
  );
}
