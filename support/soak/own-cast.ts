import { randomBytes } from 'node:crypto';
import { Cast } from '../../world/cast';
import { DriverSet } from '../../world/drivers';
import { letGoOfDatabases } from '../../world/drivers/wire/postgres-witness';
import { EvidenceRecorder } from '../../world/evidence/recorder';
import { Ledger } from '../../world/ledger';
import { platformOf, type LauncherInstance } from '../targets/launcher-instance';
import type { Control, PlatformUnderTest } from '../targets/platform-under-test';

/** People on a platform, outside of any scenario. */
export interface OwnCast {
  readonly cast: Cast;
  readonly drivers: DriverSet;
  /** Breaches of the message contract that any of them met. */
  readonly breaches: readonly string[];
  /** Forgets what was exchanged so far: nobody will show it. */
  letGoOfEvidence(): void;
  close(): Promise<void>;
}

export function castOnInstance(instance: LauncherInstance, control: Control): OwnCast {
  return castOn(platformOf('local', instance, control));
}

export function castOn(platform: PlatformUnderTest): OwnCast {
  const evidence = new EvidenceRecorder();
  const traceId = randomBytes(16).toString('hex');
  const drivers = new DriverSet({ platform, traceId, evidence, layer: 'api', browser: undefined });
  const breaches: string[] = [];
  const stage = { platform, drivers, evidence, ledger: new Ledger(), breaches };
  const cast = new Cast({ ...stage, declared: new Set(['mailbox', 'llm-script']) });
  return {
    ...{ cast, drivers, breaches },
    letGoOfEvidence: () => void evidence.takeExchanges(),
    close: async () => {
      await drivers.close();
      await letGoOfDatabases();
    },
  };
}
