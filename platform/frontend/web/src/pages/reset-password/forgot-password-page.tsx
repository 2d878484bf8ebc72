import { useState } from 'react';
import { fetch } from '../../browser';
import { send } from '../../calls/call';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert, Note } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { spoken } from '../sign-up/faults';

export function ForgotPasswordPage() {
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, refusal, submit } = useSubmission();
  const sendLink = async () => {
    setSent(false);
    await send(fetch, { method: 'POST', path: '/auth/password-reset/request', body: { email } });
    setSent(true);
  };
  return (
    <Page title="Reset your password" shape="narrow">
      <div className="sheet">
        <div className="sheet__title">
          <Heading>Reset your password</Heading>
          <p className="sheet__lead">Tell us your address, and we send you a link to choose a new one.</p>
        </div>
        <form className="form" noValidate onSubmit={submit(sendLink)}>
          {refusal && <Alert reference={refusal.reference}>{spoken(refusal.sentence)}</Alert>}
          {sent && <Note good>If there is an account with this address, a link is on its way.</Note>}
          <Field
            label="E-mail address"
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
          <SubmitButton busy={busy} wide>
            Send the link
          </SubmitButton>
        </form>
        <p className="sheet__foot">
          <span>It came back to you?</span> <Link href="/log-in">Log in</Link>
        </p>
      </div>
    </Page>
  );
}
