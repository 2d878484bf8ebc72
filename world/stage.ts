import type { PlatformUnderTest } from '../support/targets/platform-under-test';
import type { DriverSet, SharedDrivers } from './drivers';
import type { EvidenceRecorder } from './evidence/recorder';
import { isCapability } from '../support/targets/capabilities';
import { Lacking } from './lacking';
import type { Ledger } from './ledger';

/** What an actor stands on: one scenario's platform, drivers and books. */
export interface Stage {
  readonly platform: PlatformUnderTest;
  readonly drivers: DriverSet;
  readonly evidence: EvidenceRecorder;
  readonly ledger: Ledger;
  /** Breaches of the message contract, each a sentence; any of them fails the scenario. */
  readonly breaches: string[];
  /** The capabilities that the scenario says it needs (`@needs:`). */
  readonly declared: ReadonlySet<string>;
}

/**
 * The driver of a capability, for a scenario that says it needs it.
 * @throws a sentence when it does not: where a target lacks the capability it would fail instead of being unverified.
 */
export function need<K extends keyof SharedDrivers>(
  stage: Stage,
  name: K,
  capability: string,
): NonNullable<SharedDrivers[K]> {
  const driver = stage.drivers.shared[name];
  if (driver && stage.declared.has(capability)) return driver;
  const reason = isCapability(capability) ? stage.platform.lacking[capability] : undefined;
  if (isCapability(capability) && reason) throw new Lacking(capability, reason);
  throw new Error(
    `This step needs the capability "${capability}"; tag its scenario with @needs:${capability}.`,
  );
}
