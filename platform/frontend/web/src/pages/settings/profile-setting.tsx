import { useCallback, useId, useState } from 'react';
import { session } from '../../browser';
import { Refused } from '../../calls/call';
import { useLoaded } from '../../calls/use-loaded';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Field } from '../../design/field';
import { Alert, Note, Saved } from '../../design/notices';
import type { Account } from '../../session/session';
import { fieldsAtFault, spoken } from '../sign-up/faults';
import { LoadedSetting, Setting } from './setting';

export function ProfileSetting() {
  const { loaded, again, set } = useLoaded(
    useCallback(() => session.call<Account>({ path: '/auth/me' }), []),
  );
  return (
    <Setting title="Profile">
      <LoadedSetting loaded={loaded} of="your profile" onAgain={again}>
        {(account) => <ProfileForm account={account} onChanged={set} />}
      </LoadedSetting>
    </Setting>
  );
}

function ProfileForm({ account, onChanged }: { account: Account; onChanged: (account: Account) => void }) {
  const [name, setName] = useState(account.name);
  const [email, setEmail] = useState(account.email);
  const [saved, setSaved] = useState(false);
  const { busy, refusal, submit } = useSubmission();
  const alertId = useId();
  const atFault = fieldsAtFault(refusal);
  const save = async () => {
    setSaved(false);
    const changed = await saveProfile(account.version, { name, email }).catch(async (cause: unknown) => {
      // What was typed stays; saving once more goes on from the newest version.
      if (cause instanceof Refused && cause.code === 'version_conflict')
        onChanged(await session.call<Account>({ path: '/auth/me' }));
      throw cause;
    });
    session.learn(changed);
    onChanged(changed);
    setName(changed.name);
    setEmail(changed.email);
    setSaved(true);
  };
  return (
    <form className="form" noValidate onSubmit={submit(save)}>
      {refusal && (
        <Alert id={alertId} reference={refusal.reference}>
          {spoken(refusal.sentence)}
        </Alert>
      )}
      <div className="setting__pair">
        <Field
          label="Name"
          autoComplete="name"
          required
          value={name}
          onChange={({ target }) => setName(target.value)}
          fault={atFault.includes('name') ? alertId : undefined}
        />
        <Field
          label="E-mail address"
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={({ target }) => setEmail(target.value)}
          fault={atFault.includes('email') ? alertId : undefined}
        />
      </div>
      {!account.email_verified && (
        <Note>Follow the link in the mail that we have sent to {account.email}.</Note>
      )}
      <div className="form__actions">
        <SubmitButton busy={busy}>Save profile</SubmitButton>
        <Saved>{saved && 'Profile saved'}</Saved>
      </div>
    </form>
  );
}

/** @throws Refused version_conflict where it was changed elsewhere since `version` */
function saveProfile(version: number, profile: { name: string; email: string }): Promise<Account> {
  return session.call<Account>({
    method: 'PATCH',
    path: '/auth/me',
    headers: { 'if-match': `"${version}"` },
    body: profile,
  });
}
