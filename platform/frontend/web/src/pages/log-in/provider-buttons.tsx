import { useEffect, useState } from 'react';
import { fetch } from '../../browser';
import { send } from '../../calls/call';
import { Button } from '../../design/button';

interface Provider {
  id: string;
  name: string;
  start_url: string;
}

/** One button for each way to log in without a password here; none while they cannot be asked for. */
export function ProviderButtons() {
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  useEffect(() => {
    send<{ providers: Provider[] }>(fetch, { path: '/auth/providers' }).then(
      (answer) => setProviders(answer.providers),
      () => undefined,
    );
  }, []);
  if (providers.length === 0) return null;
  return (
    <div className="providers">
      <p className="providers__or">or</p>
      {providers.map(({ id, name, start_url }) => (
        <Button key={id} look="quiet" wide onClick={() => globalThis.location.assign(start_url)}>
          Continue with {name}
        </Button>
      ))}
    </div>
  );
}
