import { registerSecret } from '../../reports/redaction';
import { Hopeless, passed } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Account, AuthDriver, Session } from '../drivers/auth';
import type { Mail } from '../drivers/externals';
import { Lacking } from '../lacking';
import { isNotYet, Refused } from '../refusal';
import type { Stage } from '../stage';
import { claimsOf, claimsUnder, signedBy, signedClaims, type Claims } from '../tokens';
import { OwnMails } from './own-mails';
import { Provisioned } from './provisioned';

/** Signing up, proving an address, logging in; and what the person remembers of it. */
export class AccountAbility {
  private created: Account | undefined;
  private opened: Session | undefined;
  private renewed: Session | undefined;
  private hasLeft = false;
  /** The account's id before the newest login without a password. */
  private formerId: string | undefined;
  /** How somebody without a password gets in again. */
  private wayBack: (() => Promise<Session>) | undefined;
  private readonly sessionIds: string[] = [];
  private readonly triedAddresses: string[] = [];
  private readonly mails: OwnMails;
  private readonly provisioned: Provisioned;

  constructor(
    private readonly actor: Actor,
    private password: string,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {
    this.mails = new OwnMails(actor, stage);
    this.provisioned = new Provisioned(stage, drivers);
  }

  async signUp(
    details: { email?: string; password?: string } = {},
    auth: AuthDriver = this.drivers.auth,
  ): Promise<void> {
    this.mayBeSpent('signs up');
    const { email, name } = this.actor;
    const chosen = { email, name, password: this.password, ...details };
    this.password = chosen.password;
    this.triedAddresses.push(chosen.email);
    const account = await auth.signUp(chosen);
    this.created = account;
    this.stage.evidence.works('sign-up');
    this.stage.ledger.note({ kind: 'account created', userId: account.id, email: chosen.email, name });
  }

  async confirmAddress(auth: AuthDriver = this.drivers.auth): Promise<void> {
    await this.follow(await this.verificationMail(), auth);
    this.stage.evidence.works('verification');
    this.stage.ledger.note({ kind: 'address confirmed', userId: this.known().id });
  }

  /** Follows the link of the newest mail, whether or not that was done before. */
  async followLink(): Promise<void> {
    await this.follow(await this.mails.newest(), this.drivers.auth);
  }

  /** Waits until the link in the newest mail is older than links live at this platform. */
  async letLinkExpire(): Promise<void> {
    const { link_ttl } = this.stage.platform;
    if (link_ttl === undefined)
      throw new Error('The target does not say how long a verification link lives (link_ttl).');
    const mail = await this.mails.newest();
    await passed(`the end of ${this.actor.name}'s verification link`, mail.arrivedAt + link_ttl * 1_000);
  }

  async logIn(): Promise<void> {
    this.opened = await this.drivers.auth.logIn({ email: this.actor.email, password: this.password });
    this.sessionIds.push(this.opened.id);
    this.stage.evidence.works('login');
  }

  /**
   * Takes a login that was opened without a password: the account is the person's from now on, new or not.
   * @param wayBack opens another one, for who must come back to leave.
   */
  admit(session: Session, wayBack?: () => Promise<Session>): void {
    const { id, email, name } = session.account;
    this.opened = session;
    this.sessionIds.push(session.id);
    this.wayBack = wayBack ?? this.wayBack;
    const isNew = this.created === undefined;
    this.formerId = this.created?.id;
    this.created = session.account;
    if (!isNew) return;
    this.triedAddresses.push(email);
    this.stage.ledger.note({ kind: 'account created', userId: id, email, name });
    this.stage.ledger.note({ kind: 'address confirmed', userId: id });
  }

  /** The same login with new tokens; what it had before is remembered. */
  async renew(): Promise<void> {
    const before = this.session();
    this.opened = await this.drivers.auth.refresh(before);
    this.renewed = before;
  }

  /** Waits until the access token that the login had before it was renewed has expired. */
  async letSpentTokenExpire(): Promise<void> {
    await this.letTokenExpire(this.spent());
  }

  /** Waits until the access token is older than tokens live, by its own word. */
  async letTokenExpire({ accessToken }: Session = this.session()): Promise<void> {
    const { exp } = claimsOf(accessToken);
    await passed(`the end of ${this.actor.name}'s access token`, exp * 1_000);
  }

  /** Does not use the login, from now on, for as long as logins last at this platform. */
  async letLoginRunOut(): Promise<void> {
    const { login_ttl } = this.stage.platform;
    if (login_ttl === undefined)
      throw new Error('The target does not say how long a login lasts (login_ttl).');
    await passed(`the end of ${this.actor.name}'s login`, Date.now() + login_ttl * 1_000);
  }

  async logOut(): Promise<void> {
    await this.drivers.auth.logOut(this.session());
  }

  /** The login with the tokens that it had before it was renewed. */
  spent(): Session {
    if (!this.renewed) throw new Error(`${this.actor.name} has not renewed the login${this.actor.whyNot()}.`);
    return this.renewed;
  }

  /** Renews the login with a refresh token that was used before, as somebody would who holds a copy. */
  async renewWithSpentToken(): Promise<void> {
    await this.drivers.auth.refresh(this.spent());
  }

  /**
   * All that it takes to become a customer who is logged in. Whatever the layer, only the login is done there: it is
   * what leaves a session in a browser; the way to it is told, and done on the pages, where it is the subject.
   */
  async join(): Promise<void> {
    await this.becomeCustomer();
    await this.logIn();
  }

  /** A customer, who is not logged in; not on the pages, whatever the layer. */
  async becomeCustomer(): Promise<void> {
    const { auth } = this.drivers.behindThePages;
    if (this.provisioned.areUsed()) {
      const account = this.provisioned.next();
      this.actor.email = account.email;
      this.password = account.password;
      registerSecret(account.password);
      this.created = await this.provisioned.arrive(auth, account, this.actor.name);
      return;
    }
    await this.signUp({}, auth);
    await this.confirmAddress(auth);
  }

  /** @throws Lacking where the account is not this scenario's to change for good. */
  mayBeSpent(doing: string): void {
    this.provisioned.mayBeSpent(doing);
  }

  /** Has another name elsewhere, which the platform will learn at the next login. */
  willBeCalled(name: string): void {
    this.stage.ledger.note({ kind: 'name changed', userId: this.known().id, name });
  }

  /** Has another address from now on, which is not confirmed yet. */
  hasMovedTo(email: string): void {
    this.triedAddresses.push(email);
    this.stage.ledger.note({ kind: 'address changed', userId: this.known().id, email });
  }

  /** The account as the auth service shows it now. */
  async toldByAuth(): Promise<Account> {
    return this.drivers.auth.whoAmI(this.session());
  }

  /** The id of the account that the person had, and of the one that the newest login opened. */
  identity(): { former: string; present: string } {
    if (this.formerId === undefined)
      throw new Error(`${this.actor.name} has not logged in to the account again${this.actor.whyNot()}.`);
    return { former: this.formerId, present: this.known().id };
  }

  /** What the present token says. */
  claims(): Claims {
    return claimsOf(this.session().accessToken);
  }

  /** The claims of the present token, if the auth service signed it with a key that it publishes, or shares with the others. */
  async signedClaims(): Promise<Claims> {
    const { shared_secret } = this.stage.platform;
    if (shared_secret !== undefined) return claimsUnder(this.session().accessToken, shared_secret);
    return signedClaims(this.session().accessToken, await this.drivers.auth.publishedKeys());
  }

  /** The id of the published key that signed the present token. */
  async signedBy(): Promise<string> {
    return signedBy(this.session().accessToken, await this.drivers.auth.publishedKeys());
  }

  /** The mail that the newest sign-up caused, as soon as it is there. */
  async verificationMail(): Promise<Mail> {
    return this.mails.fresh();
  }

  /** Who the platform's services take the person for, by the token of this login. */
  async recognisedBy(service: 'auth' | 'backend'): Promise<{ id: string; name: string }> {
    const session = this.session();
    if (service === 'auth') return this.drivers.auth.whoAmI(session);
    const profile = await this.drivers.backend.profile(session).catch((cause: unknown) => {
      // Any other "no" is final.
      const isNo = !(cause instanceof Lacking) && !(cause instanceof Refused && isNotYet(cause.refusal));
      throw !isNo ? cause : new Hopeless(cause instanceof Error ? cause.message : String(cause));
    });
    this.stage.evidence.works('token');
    return { id: profile.userId, name: profile.name };
  }

  /** Leaves the platform through the product, with no page open any more; logs in (and proves the address) first where that is still to do. */
  async leave(): Promise<void> {
    if (!this.created || this.hasLeft) return;
    if (this.provisioned.areUsed()) {
      if (this.opened) await this.provisioned.leave(this.opened, () => this.logInToLeave());
      this.opened = undefined;
      return;
    }
    if (this.opened && (await this.leavesWith(this.opened))) return;
    if (!this.created.emailVerified && !this.opened) await this.proveAddressToLeave();
    await this.drivers.backend.deleteAccount(await this.logInToLeave());
    this.opened = undefined;
  }

  /** Leaves for good by their own wish, while the scenario goes on. */
  async close(): Promise<void> {
    this.mayBeSpent('leaves for good');
    await this.leave();
    this.hasBeenDeleted();
  }

  /** The account was deleted by a call that was made in another way, or on a page. */
  hasBeenDeleted(): void {
    this.opened = undefined;
    this.hasLeft = true;
    this.stage.ledger.note({ kind: 'account deleted', userId: this.known().id });
  }

  /** False where the session is good for nothing any more: it expired, or was logged out. */
  private async leavesWith(session: Session): Promise<boolean> {
    try {
      await this.drivers.backend.deleteAccount(session);
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      const { status, retryAfter } = cause.refusal;
      if (status === 401) return false;
      if (status !== 429 || retryAfter === undefined) throw cause;
      // Whoever asked for too much waits as long as they are told, to leave as for anything else.
      await passed(`the wait that ${this.actor.name} was told`, Date.now() + retryAfter * 1_000);
      return this.leavesWith(session);
    }
    this.opened = undefined;
    return true;
  }

  known(): Account {
    if (!this.created) throw new Error(`${this.actor.name} has no account${this.actor.whyNot()}.`);
    return this.created;
  }

  session(): Session {
    if (!this.opened) throw new Error(`${this.actor.name} is not logged in${this.actor.whyNot()}.`);
    return this.opened;
  }

  /** Ids and addresses that must not be found anywhere once the person has left. */
  names(): string[] {
    if (this.provisioned.areUsed()) return [];
    return [...this.triedAddresses, ...(this.created ? [this.created.id] : []), ...this.sessionIds];
  }

  /** One more login, on a device of that name; the person's present login stays. */
  async logInOn(device: string): Promise<Session> {
    const { auth } = this.drivers.behindThePages;
    const session = await auth.logIn({ email: this.actor.email, password: this.password }, device);
    this.sessionIds.push(session.id);
    return session;
  }

  /** The password, for looking whether anybody else can see it. */
  secret(): string {
    return this.password;
  }

  /** From now on the person logs in with this one. */
  changePassword(password: string): void {
    this.password = password;
  }

  isMember(): boolean {
    return this.created !== undefined;
  }

  /** A locked address opens to whoever reads its mail. */
  private async logInToLeave(device = 'the way out'): Promise<Session> {
    if (this.wayBack) {
      const session = await this.wayBack();
      this.sessionIds.push(session.id);
      return session;
    }
    try {
      return await this.logInOn(device);
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.refusal.code !== 'account_locked') throw cause;
      await this.actor.password.regain();
      return this.logInOn(device);
    }
  }

  /** An unconfirmed account cannot log in, so it cannot be deleted either: it is confirmed with a fresh link first. */
  private async proveAddressToLeave(): Promise<void> {
    if (this.mails.hasUsedAny()) return;
    await this.mails.letAllBeUsed();
    const { auth } = this.drivers.behindThePages;
    await auth.askForAnotherVerificationLink(this.actor.email);
    await this.follow(await this.verificationMail(), auth);
  }

  private async follow(mail: Mail, auth: AuthDriver = this.drivers.auth): Promise<void> {
    await auth.followVerificationLink(linkIn(mail));
    this.mails.noteUse(mail);
  }
}

/** The one link of a mail. @throws when there is none, or more than one. */
export function linkIn({ subject, text }: Pick<Mail, 'subject' | 'text'>): string {
  const links = [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])];
  const [link] = links;
  if (link === undefined || links.length > 1)
    throw new Error(`The mail "${subject}" has ${links.length} links, not one.`);
  return link;
}
