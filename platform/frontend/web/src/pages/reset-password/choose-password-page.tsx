import { useId, useState } from 'react';
import { fetch, session } from '../../browser';
import { send } from '../../calls/call';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { go } from '../../router/location';
import { fieldsAtFault, spoken } from '../sign-up/faults';

export function ChoosePasswordPage({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const { busy, refusal, submit } = useSubmission();
  const alertId = useId();
  const save = async () => {
    await send(fetch, { method: 'POST', path: '/auth/password-reset/confirm', body: { token, password } });
    // A new password ends every session, this browser's included.
    session.leave('password_changed');
    go('/log-in', { replace: true });
  };
  return (
    <Page title="Choose a new password" shape="narrow">
      <div className="sheet">
        <div className="sheet__title">
          <Heading>Choose a new password</Heading>
          <p className="sheet__lead">You are logged out on all devices then, and log in with the new one.</p>
        </div>
        <form className="form" noValidate onSubmit={submit(save)}>
          {refusal && (
            <Alert id={alertId} reference={refusal.reference}>
              {spoken(refusal.sentence)}
            </Alert>
          )}
          <Field
            label="New password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters. A few words in a row are easy to keep in mind."
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
            fault={fieldsAtFault(refusal).includes('password') ? alertId : undefined}
          />
          <SubmitButton busy={busy} wide>
            Save the password
          </SubmitButton>
        </form>
        <p className="sheet__foot">
          <span>The link is too old?</span> <Link href="/forgot-password">Ask for a new one</Link>
        </p>
      </div>
    </Page>
  );
}
