import { useCallback, useState } from 'react';
import { fetch } from '../../browser';
import { send } from '../../calls/call';
import { useLoaded } from '../../calls/use-loaded';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert, Note, Skeleton } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { spoken } from '../sign-up/faults';

/** Links work once: however often a page with one is shown, it is followed once. */
const followed = new Map<string, Promise<unknown>>();

function follow(token: string): Promise<unknown> {
  const known = followed.get(token);
  if (known) return known;
  const following = send<undefined>(fetch, { method: 'POST', path: '/auth/verify-email', body: { token } });
  followed.set(token, following);
  return following;
}

export function VerifyEmailPage({ token }: { token: string }) {
  const { loaded } = useLoaded(useCallback(() => follow(token), [token]));
  return (
    <Page title="Confirm your address" shape="narrow">
      <div className="sheet">
        {loaded.kind === 'loading' && (
          <>
            <Heading>One moment</Heading>
            <Skeleton lines={2} of="the answer" />
          </>
        )}
        {loaded.kind === 'ready' && (
          <>
            <Heading>Your address is confirmed</Heading>
            <p>Welcome aboard. Log in, and ask your first question.</p>
            <Link href="/log-in" className="button">
              Log in
            </Link>
          </>
        )}
        {loaded.kind === 'failed' && <Refusal sentence={loaded.sentence} />}
      </div>
    </Page>
  );
}

function Refusal({ sentence }: { sentence: string }) {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, refusal, submit } = useSubmission();
  const sendLink = async () => {
    setSent(false);
    await send(fetch, { method: 'POST', path: '/auth/verify-email/resend', body: { email } });
    setSent(true);
  };
  return (
    <>
      <Heading>This link does not work</Heading>
      <Alert>{spoken(sentence)}</Alert>
      <form className="form" noValidate onSubmit={submit(sendLink)}>
        {refusal && <Alert reference={refusal.reference}>{spoken(refusal.sentence)}</Alert>}
        {sent && <Note good>If this address waits for its confirmation, a new link is on its way.</Note>}
        <Field
          label="E-mail address"
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <SubmitButton busy={busy} wide>
          Send a new link
        </SubmitButton>
      </form>
      <p className="sheet__foot">
        <span>Confirmed already?</span> <Link href="/log-in">Log in</Link>
      </p>
    </>
  );
}
