import { useCallback } from 'react';
import { session } from '../../browser';
import { useLoaded } from '../../calls/use-loaded';
import { useSubmission } from '../../calls/use-submission';
import { Button } from '../../design/button';
import { Alert } from '../../design/notices';
import { momentOf } from '../../layout/dates';
import { go } from '../../router/location';
import { LoadedSetting, Setting } from './setting';

interface Device {
  id: string;
  device: string;
  last_used_at: string;
  current: boolean;
}

async function loadDevices(): Promise<readonly Device[]> {
  const { sessions } = await session.call<{ sessions: Device[] }>({ path: '/auth/sessions' });
  return sessions.sort((a, b) => Number(b.current) - Number(a.current));
}

export function DevicesSetting() {
  const { loaded, again } = useLoaded(useCallback(loadDevices, []));
  const { busy, refusal, run } = useSubmission();
  const signOut = async (id: string) => {
    await session.call({ method: 'DELETE', path: `/auth/sessions/${id}` });
    again();
  };
  const signOutEverywhere = async () => {
    await session.logOut({ everywhere: true });
    go('/log-in', { replace: true });
  };
  return (
    <Setting title="Devices">
      {refusal && <Alert reference={refusal.reference}>{refusal.sentence}</Alert>}
      <LoadedSetting loaded={loaded} of="your devices" onAgain={again}>
        {(devices) => (
          <ul className="devices">
            {devices.map(({ id, device, last_used_at, current }) => (
              <li className="device" key={id}>
                <div className="device__words">
                  <p className="device__name">{device}</p>
                  <p className="device__used">Last used {momentOf(last_used_at)}</p>
                </div>
                {current ? (
                  <span className="device__here">This device</span>
                ) : (
                  <Button look="quiet" small disabled={busy} onClick={() => void run(() => signOut(id))}>
                    Sign out <span className="visually-hidden">{device}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </LoadedSetting>
      <div className="form__actions">
        <Button look="quiet" disabled={busy} onClick={() => void run(signOutEverywhere)}>
          Sign out everywhere
        </Button>
      </div>
    </Setting>
  );
}
