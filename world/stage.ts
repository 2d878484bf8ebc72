import type { PlatformUnderTest } from '../support/targets/platform-under-test';
import type { DriverSet, SharedDrivers } from './drivers';
import type { EvidenceRecorder } from './evidence/recorder';
import type { Ledger } from './ledger';

/** What an actor stands on: one scenario's platform, drivers and books. */
export interface Stage {
  readonly platform: PlatformUnderTest;
  readonly drivers: DriverSet;
  readonly evidence: EvidenceRecorder;
  readonly ledger: Ledger;
  /** Breaches of the message contract, each a sentence; any of them fails the scenario. */
  readonly breaches: string[];
}

/** The driver of a capability. @throws a sentence when the target lacks it and the scenario does not say it needs it. */
export function need<K extends keyof SharedDrivers>(
  stage: Stage,
  name: K,
  capability: string,
): NonNullable<SharedDrivers[K]> {
  const driver = stage.drivers.shared[name];
  if (driver) return driver;
  throw new Error(
    `This step needs the capability "${capability}"; tag its scenario with @needs:${capability}.`,
  );
}
