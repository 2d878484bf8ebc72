import { randomBytes } from 'node:crypto';
import { registerSecret } from '../../reports/redaction';
import { eventually, NotYet, passed } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Mail } from '../drivers/externals';
import { Refused, type Refusal } from '../refusal';
import { PATIENCE } from '../service-levels';
import { need, type Stage } from '../stage';
import { linkIn } from './account';

/** More wrong passwords than any platform takes before it locks an address. */
const MOST_GUESSES = 20;

/** Forgetting a password and choosing a new one; and what those meet who try to guess it. */
export class PasswordAbility {
  private told: string | undefined;
  private former: string | undefined;
  private guesses: readonly Refusal[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Asks for a mail with a link to choose a new password. */
  async ask(): Promise<void> {
    this.told = await this.drivers.auth.askForNewPassword(this.actor.email);
  }

  /** What the person was told when they asked. */
  answer(): string {
    if (this.told === undefined) throw new Error(`${this.actor.name} has not asked for a new password.`);
    return this.told;
  }

  /** Chooses a new password with the link of the newest mail; once more, if that was done before. */
  async choose(password = strongPassword(), auth = this.drivers.auth): Promise<void> {
    registerSecret(password);
    const { account } = this.actor;
    await auth.chooseNewPassword(linkIn(await this.mail()), password);
    this.former = account.secret();
    account.changePassword(password);
  }

  /** Both at once, with no page, by whoever must get in again. */
  async regain(): Promise<void> {
    const { auth } = this.drivers.behindThePages;
    const before = (await this.mails()).length;
    await auth.askForNewPassword(this.actor.email);
    await this.mail(before);
    await this.choose(strongPassword(), auth);
  }

  /** Waits until the link is older than links live at this platform. */
  async letLinkExpire(): Promise<void> {
    const { link_ttl } = this.stage.platform;
    if (link_ttl === undefined) throw new Error('The target does not say how long a link lives (link_ttl).');
    const { arrivedAt } = await this.mail();
    await passed(`the end of ${this.actor.name}'s link`, arrivedAt + link_ttl * 1_000);
  }

  /** Logs in with the password that another one took the place of. */
  async logInWithFormer(): Promise<void> {
    if (this.former === undefined) throw new Error(`${this.actor.name} has had only one password.`);
    await this.drivers.auth.logIn({ email: this.actor.email, password: this.former });
  }

  /**
   * The newest mail with a link, as soon as it is there.
   * @param besides how many were there before
   */
  async mail(besides = 0): Promise<Mail> {
    const look = async () => {
      const mails = await this.mails();
      const [found] = mails;
      if (!found || mails.length <= besides) throw new NotYet('no mail with a link for a new password');
      return found;
    };
    const what = `${this.actor.name} never got a mail with a link for a new password`;
    return eventually(what, look, { within: PATIENCE.mail });
  }

  /** Those that are there by now, newest first. */
  async mails(): Promise<Mail[]> {
    const mails = await need(this.stage, 'mailbox', 'mailbox').mailsTo(this.actor.email);
    return mails.filter((mail) => new URL(linkIn(mail)).pathname === '/reset-password');
  }

  /** Somebody tries wrong passwords until the platform takes none at all any more. */
  async isGuessedAt(): Promise<void> {
    this.actor.account.mayBeSpent('has it locked');
    const { email, name } = this.actor;
    const met: Refusal[] = [];
    while (met.at(-1)?.code !== 'account_locked') {
      if (met.length === MOST_GUESSES)
        throw new Error(`${MOST_GUESSES} wrong passwords did not lock ${name}.`);
      met.push(await this.refusalOf({ email, password: `a-guess-at-${name}-${met.length}` }));
    }
    this.guesses = met;
  }

  /** One guess, by whoever does not know better. */
  async guess(): Promise<void> {
    const { email, name } = this.actor;
    await this.drivers.auth.logIn({ email, password: `a-guess-at-${name}` });
  }

  /** What each guess met, in order. */
  refusedGuesses(): readonly Refusal[] {
    if (this.guesses.length === 0) throw new Error(`Nobody has guessed at ${this.actor.name}'s password.`);
    return this.guesses;
  }

  /** Tries the right password while the address is locked, and waits for the moment that the platform then names. */
  async waitForLockToEnd(): Promise<void> {
    const { email, name, account } = this.actor;
    const askedAt = Date.now();
    const { retryAfter } = await this.refusalOf({ email, password: account.secret() });
    if (retryAfter === undefined) throw new Error(`${name} is not told when the lock ends.`);
    await passed(`the end of the lock on ${name}'s address`, askedAt + retryAfter * 1_000);
  }

  /** @throws when that password opens the account. */
  private async refusalOf(credentials: { email: string; password: string }): Promise<Refusal> {
    try {
      await this.drivers.behindThePages.auth.logIn(credentials);
    } catch (cause) {
      if (cause instanceof Refused) return cause.refusal;
      throw cause;
    }
    throw new Error(`${this.actor.name}'s account opened to what should have been refused.`);
  }
}

const strongPassword = (): string => `${randomBytes(12).toString('base64url')}-Bb2!`;
