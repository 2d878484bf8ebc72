import { useId, useState } from 'react';
import { fetch } from '../../browser';
import { send } from '../../calls/call';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert } from '../../design/notices';
import { Heading, Page } from '../../layout/page';
import { Link } from '../../router/link';
import { go } from '../../router/location';
import { fieldsAtFault, spoken, type FormField } from './faults';

export function SignUpPage() {
  const [given, setGiven] = useState({ name: '', email: '', password: '' });
  const { busy, refusal, submit } = useSubmission();
  const alertId = useId();
  const atFault = fieldsAtFault(refusal);
  const bind = (field: FormField) => ({
    value: given[field],
    onChange: (event: { target: { value: string } }) => setGiven({ ...given, [field]: event.target.value }),
    fault: atFault.includes(field) ? alertId : undefined,
    required: true,
  });
  const signUp = async () => {
    await send(fetch, { method: 'POST', path: '/auth/register', body: given });
    go('/check-your-mail', { memory: { email: given.email.trim() } });
  };
  return (
    <Page title="Create your account" shape="narrow">
      <div className="sheet">
        <div className="sheet__title">
          <Heading>Create your account</Heading>
          <p className="sheet__lead">Free for 200 messages a month. No card needed.</p>
        </div>
        <form className="form" noValidate onSubmit={submit(signUp)}>
          {refusal && (
            <Alert id={alertId} reference={refusal.reference}>
              {spoken(refusal.sentence)}
            </Alert>
          )}
          <Field label="Name" autoComplete="name" {...bind('name')} />
          <Field label="E-mail address" type="email" autoComplete="email" {...bind('email')} />
          <Field
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters. A few words in a row are easy to keep in mind."
            {...bind('password')}
          />
          <SubmitButton busy={busy} wide>
            Sign up
          </SubmitButton>
        </form>
        <p className="sheet__foot">
          <span>You have an account?</span> <Link href="/log-in">Log in</Link>
        </p>
      </div>
    </Page>
  );
}
