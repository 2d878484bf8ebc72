import { useState } from 'react';
import { session } from '../../browser';
import { useSubmission } from '../../calls/use-submission';
import { Button } from '../../design/button';
import { Dialog } from '../../design/dialog';
import { Alert } from '../../design/notices';
import { go } from '../../router/location';
import { Setting } from './setting';

export function DeleteAccountSetting() {
  const [asked, setAsked] = useState(false);
  return (
    <Setting title="Delete account">
      <p>Your account, your threads and every message in them go for good. Nobody can bring them back.</p>
      <div className="form__actions">
        <Button look="danger" onClick={() => setAsked(true)}>
          Delete my account
        </Button>
      </div>
      {asked && <DeleteAccountDialog onClose={() => setAsked(false)} />}
    </Setting>
  );
}

function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const { busy, refusal, run } = useSubmission();
  const deleteAccount = async () => {
    await session.deleteAccount();
    go('/', { replace: true });
  };
  return (
    <Dialog title="Delete your account?" onClose={onClose}>
      <p>Everything of yours is deleted at once, on all devices. This cannot be undone.</p>
      {refusal && <Alert reference={refusal.reference}>{refusal.sentence}</Alert>}
      <div className="dialog__actions">
        <Button look="quiet" autoFocus onClick={onClose}>
          Keep my account
        </Button>
        <Button look="danger" disabled={busy} onClick={() => void run(deleteAccount)}>
          Delete for good
        </Button>
      </div>
    </Dialog>
  );
}
