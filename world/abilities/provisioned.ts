import type { PersonalDrivers } from '../drivers';
import type { Account, AuthDriver, Credentials, Session } from '../drivers/auth';
import { Lacking } from '../lacking';
import { Refused } from '../refusal';
import type { Stage } from '../stage';

/** How many accounts the people of a scenario have taken. */
const TAKEN = new WeakMap<Stage, number>();

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

  /**
   * One of the accounts that nobody of this scenario has yet. Each worker has its own share of them, so that nobody is
   * two people at once.
   * @throws Lacking where there are too few
   */
  next(): Credentials {
    const { accounts = [] } = this.stage.platform;
    const worker = Number(process.env['CUCUMBER_WORKER_ID'] ?? 0);
    const workers = Number(process.env['CUCUMBER_TOTAL_WORKERS'] ?? 1);
    const share = accounts.filter((_, index) => index % workers === worker % workers);
    const taken = TAKEN.get(this.stage) ?? 0;
    TAKEN.set(this.stage, taken + 1);
    const next = share[taken];
    if (next) return next;
    const reason = `the target's file names ${accounts.length} accounts, too few for ${workers} scenarios of this size at once`;
    throw new Lacking('mailbox', reason);
  }

  /** Proves that the account is there, by a login that is ended again, and gives it the name of the scenario. */
  async arrive(auth: AuthDriver, credentials: Credentials, name: string): Promise<Account> {
    const session = await auth.logIn(credentials);
    const account = session.account.name === name ? session.account : await auth.changeName(session, name);
    await auth.logOut(session);
    return account;
  }

  /**
   * The account stays; what was said with it does not, nor does the login.
   * @param again opens another login, where this one was ended already
   */
  async leave(session: Session, again: () => Promise<Session>): Promise<void> {
    try {
      await this.leaveWith(session);
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.refusal.status !== 401) throw cause;
      await this.leaveWith(await again());
    }
  }

  private async leaveWith(session: Session): Promise<void> {
    const { backend, behindThePages } = this.drivers;
    if (!this.stage.platform.lacking.backend)
      for (const { id } of await backend.threads(session)) await backend.deleteThread(session, id);
    await behindThePages.auth.logOut(session);
  }
}
