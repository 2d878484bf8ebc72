import type { PersonalDrivers } from '../drivers';
import type { Account, AuthDriver, Credentials, Session } from '../drivers/auth';
import { Lacking } from '../lacking';
import type { Stage } from '../stage';

/**
 * Accounts that were made beforehand, for targets whose mail cannot be read: people sign in to them by the real flow, and
 * leave them as they found them.
 */
export class Provisioned {
  constructor(
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  areUsed(): boolean {
    const { accounts, mailbox } = this.stage.platform;
    return accounts !== undefined && mailbox === undefined;
  }

  /** @throws Lacking where accounts are used that would not come out of this as they were. */
  mayBeSpent(doing: string): void {
    if (this.areUsed())
      throw new Lacking('mailbox', `the account was made beforehand, and nobody ${doing} with it`);
  }

  /** Proves that the account is there, by a login that is ended again, and gives it the name of the scenario. */
  async arrive(auth: AuthDriver, credentials: Credentials, name: string): Promise<Account> {
    const session = await auth.logIn(credentials);
    const account = session.account.name === name ? session.account : await auth.changeName(session, name);
    await auth.logOut(session);
    return account;
  }

  /** The account stays; what was said with it does not, nor does the login. */
  async leave(session: Session): Promise<void> {
    const { backend, behindThePages } = this.drivers;
    if (!this.stage.platform.lacking.backend)
      for (const { id } of await backend.threads(session)) await backend.deleteThread(session, id);
    await behindThePages.auth.logOut(session);
  }
}
