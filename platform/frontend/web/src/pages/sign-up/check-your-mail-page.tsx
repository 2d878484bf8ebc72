import { useState } from 'react';
import { fetch } from '../../browser';
import { send } from '../../calls/call';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert, Note } from '../../design/notices';
import { Icon } from '../../design/icons';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { usePlace } from '../../router/location';

export function CheckYourMailPage() {
  const { email } = usePlace().memory;
  const known = typeof email === 'string' ? email : undefined;
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, refusal, run } = useSubmission();
  const sendAgain = async () => {
    setSent(false);
    await send(fetch, { method: 'POST', path: '/auth/verify-email/resend', body: { email: known ?? typed } });
    setSent(true);
  };
  return (
    <Page title="Check your mail" shape="narrow">
      <div className="sheet">
        <div className="sheet__sign">
          <Icon name="mail" />
        </div>
        <Heading>Check your mail</Heading>
        {known === undefined ? (
          <p>We have sent you a mail with a link. Follow the link to confirm your address.</p>
        ) : (
          <p>
            We have sent a mail to <strong className="address">{known}</strong>. Follow the link in it to
            confirm your address.
          </p>
        )}
        <form
          className="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void run(sendAgain);
          }}
        >
          {refusal && <Alert reference={refusal.reference}>{refusal.sentence}</Alert>}
          {sent && <Note good>Sent again. The newest mail has the link that works.</Note>}
          {known === undefined && (
            <Field
              label="E-mail address"
              type="email"
              autoComplete="email"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
          <p className="sheet__lead">
            Nothing there? Look among the unwanted mails, or let us try once more.
          </p>
          <SubmitButton busy={busy} look="quiet">
            Send the mail again
          </SubmitButton>
        </form>
        <p className="sheet__foot">
          <span>Confirmed already?</span> <Link href="/log-in">Log in</Link>
        </p>
      </div>
    </Page>
  );
}
