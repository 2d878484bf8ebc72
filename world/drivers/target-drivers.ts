import { existsSync } from 'node:fs';
import type { AuthDriver } from './auth';
import type { BackendDriver } from './backend';
import type { ChatDriver } from './chat';
import type { MailboxDriver } from './externals';
import type { AddressBook } from './wire/addresses';
import type { HttpClient } from './wire/http-client';

/** What a target's own driver is given. */
export interface DriverSurroundings {
  /** The person in whose name it acts; "the suite" where nobody's. */
  readonly who: string;
  /** HTTP with evidence: every exchange is recorded, and every "no" is thrown as Refused. */
  readonly http: HttpClient;
  readonly addresses: AddressBook;
}

/**
 * Drivers that a target puts in the place of the suite's own, in `targets/<name>/drivers.ts`:
 *
 *     export const drivers: TargetDrivers = { auth: (around) => new OurAuth(around) };
 *
 * What is not named stays as it is. Steps and features never know.
 */
export interface TargetDrivers {
  readonly auth?: (around: DriverSurroundings) => AuthDriver;
  /** Given the suite's own, of which it may keep what fits. */
  readonly backend?: (around: DriverSurroundings, usual: BackendDriver) => BackendDriver;
  readonly chat?: (around: DriverSurroundings, usual: ChatDriver) => ChatDriver;
  readonly mailbox?: (around: DriverSurroundings) => MailboxDriver;
}

/** @throws a sentence where the file exports no drivers. */
export function driversIn(file: string | undefined): TargetDrivers {
  if (file === undefined || !existsSync(file)) return {};
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is, the target says
  const { drivers } = require(file) as { drivers?: TargetDrivers };
  if (typeof drivers !== 'object')
    throw new Error(`${file} exports no drivers; write: export const drivers: TargetDrivers = { ... };`);
  return drivers;
}
