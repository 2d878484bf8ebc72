import { useId, useState } from 'react';
import { fetch, session } from '../../browser';
import { send } from '../../calls/call';
import { useSubmission } from '../../calls/use-submission';
import { Button, SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert, Note } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { deviceFrom } from '../../session/device';
import type { Farewell } from '../../session/session';
import { useSession } from '../../session/use-session';
import { fieldsAtFault, spoken } from '../sign-up/faults';
import { ProviderButtons } from './provider-buttons';

const FAREWELLS: Readonly<Record<Farewell, string>> = {
  logged_out: 'You are logged out. See you soon.',
  ended: 'Your session has ended. Log in again to go on.',
  deleted: 'Your account is deleted, and everything in it.',
  password_changed: 'Your new password is saved. Log in with it.',
};

export function LogInPage() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, refusal, submit } = useSubmission();
  const alertId = useId();
  const atFault = fieldsAtFault(refusal);
  const logIn = () => session.logIn({ email, password, device: deviceFrom(navigator.userAgent) });
  return (
    <Page title="Log in" shape="narrow">
      <div className="sheet">
        <Heading>Log in</Heading>
        {!refusal && <FarewellNote />}
        <form className="form" noValidate onSubmit={submit(logIn)}>
          {refusal && (
            <Alert id={alertId} reference={refusal.reference}>
              <p>{spoken(refusal.sentence)}</p>
              {refusal.code === 'email_not_verified' && <SendAgain email={email} />}
            </Alert>
          )}
          <Field
            label="E-mail address"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={({ target }) => setEmail(target.value)}
            fault={atFault.includes('email') ? alertId : undefined}
          />
          <Field
            label="Password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
            fault={atFault.includes('password') ? alertId : undefined}
          />
          <SubmitButton busy={busy} wide>
            Log in
          </SubmitButton>
        </form>
        <ProviderButtons />
        <p className="sheet__foot">
          <Link href="/forgot-password">Forgot your password?</Link>
          <Link href="/sign-up">Sign up</Link>
        </p>
      </div>
    </Page>
  );
}

/** Why somebody who was logged in a moment ago is here. */
function FarewellNote() {
  const state = useSession();
  if (state.kind !== 'visitor' || state.farewell === undefined) return null;
  return <Note good={state.farewell !== 'ended'}>{FAREWELLS[state.farewell]}</Note>;
}

function SendAgain({ email }: { email: string }) {
  const [sent, setSent] = useState(false);
  const { busy, refusal, run } = useSubmission();
  const resend = async () => {
    await send(fetch, { method: 'POST', path: '/auth/verify-email/resend', body: { email } });
    setSent(true);
  };
  if (sent) return <p>Sent. The newest mail has the link that works.</p>;
  return (
    <>
      {refusal && <p>{refusal.sentence}</p>}
      <Button look="quiet" small disabled={busy} onClick={() => void run(resend)}>
        Send the mail again
      </Button>
    </>
  );
}
