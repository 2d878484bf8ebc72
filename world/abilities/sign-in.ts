import { passed } from '../../support/eventually';
import type { Actor } from '../actor';
import { textOf } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { ProviderAccount, ProviderName, SignInSteps } from '../drivers/sign-in';
import { need, type Stage } from '../stage';

/** Logging in with accounts that people have elsewhere. */
export class SignInAbility {
  private account: ProviderAccount;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {
    this.account = { name: actor.name };
  }

  /** Has an account at the providers from now on; what is not said stays as it was. */
  async isKnownAtProviders(details: Partial<ProviderAccount> = {}): Promise<void> {
    this.account = { ...this.account, ...details };
    await need(this.stage, 'providerAccounts', 'sign-in-providers').set(this.actor.email, this.account);
  }

  async logIn(provider: ProviderName): Promise<void> {
    const session = await this.drivers.signIn.signIn(provider, this.consent);
    this.actor.account.admit(session, () => this.steps.elsewhere().signIn(provider, this.consent));
  }

  /** The same without a page, whatever the layer: for a login that is not the subject. */
  async logInBehindThePages(provider: ProviderName): Promise<void> {
    const session = await this.steps.signIn(provider, this.consent);
    this.actor.account.admit(session, () => this.steps.elsewhere().signIn(provider, this.consent));
  }

  /** At another browser, which knows nothing of the first one; what is open there stays open. */
  async logInElsewhere(provider: ProviderName): Promise<void> {
    this.actor.account.admit(await this.steps.elsewhere().signIn(provider, this.consent));
  }

  async changesMind(provider: ProviderName): Promise<void> {
    await this.drivers.signIn.signIn(provider, { ...this.consent, agrees: false });
  }

  /** Opens the address with which the provider answered somebody else. */
  async opensAnswerOf(other: Actor, provider: ProviderName): Promise<void> {
    await this.steps.begin(provider); // so that this browser is one that is logging in, too
    const theirs = await other.signIn.answerAt(provider);
    await this.completes(await this.steps.comeBack(theirs));
  }

  /** Opens the page that somebody else was sent to at the end of a login. */
  async opensPageOf(other: Actor, provider: ProviderName): Promise<void> {
    await this.steps.begin(provider);
    await this.completes(await other.signIn.codeFrom(provider));
  }

  /** Puts the provider's code for somebody else into the answer to a login of one's own. */
  async usesCodeOf(other: Actor, provider: ProviderName): Promise<void> {
    const theirs = new URL(await other.signIn.answerAt(provider));
    const own = new URL(await this.answerAt(provider));
    own.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    await this.completes(await this.steps.comeBack(own.href));
  }

  /** Comes back from the provider with the right code, and with nothing that says where the login began. */
  async comesBackUnmarked(provider: ProviderName): Promise<void> {
    const answer = new URL(await this.answerAt(provider));
    answer.searchParams.delete('state');
    await this.completes(await this.steps.comeBack(answer.href));
  }

  /** Is logged in, and opens the provider's answer once more. */
  async answersTwice(provider: ProviderName): Promise<void> {
    const answer = await this.answerAt(provider);
    await this.completes(await this.steps.comeBack(answer));
    await this.completes(await this.steps.comeBack(answer));
  }

  /** Is logged in, and opens the page once more to which the login led. */
  async completesTwice(provider: ProviderName): Promise<void> {
    const code = await this.codeFrom(provider);
    await this.completes(code);
    await this.completes(code);
  }

  /** Says yes at the provider when the attempt is older than attempts live at this platform. */
  async takesTooLong(provider: ProviderName): Promise<void> {
    const { sign_in_attempt_ttl } = this.stage.platform;
    if (sign_in_attempt_ttl === undefined)
      throw new Error('The target does not say how long a login may take (sign_in_attempt_ttl).');
    const address = await this.steps.begin(provider);
    await passed(`the end of ${this.actor.name}'s login`, Date.now() + sign_in_attempt_ttl * 1_000);
    await this.completes(await this.steps.comeBack(await this.steps.answer(address, this.consent)));
  }

  /** The session that was opened last, and the one that the open chat tells of. */
  async toldOfLoginElsewhere(): Promise<{ opened: string; told: string }> {
    const { account, chat } = this.actor;
    const frame = await chat.hearsOfLogin(account.session().id);
    return { opened: account.session().id, told: textOf(frame.payload, 'session_id') };
  }

  /** @returns the address with which the provider sends this person's browser back. */
  async answerAt(provider: ProviderName): Promise<string> {
    return this.steps.answer(await this.steps.begin(provider), this.consent);
  }

  /** @returns the one-time code of a login of this person's. */
  async codeFrom(provider: ProviderName): Promise<string> {
    return this.steps.comeBack(await this.answerAt(provider));
  }

  /** Logins of the person's that stand in the auth service's books. */
  async loginsOnRecord(): Promise<number> {
    return need(this.stage, 'authRecords', 'databases').logins(this.actor.email);
  }

  private async completes(code: string): Promise<void> {
    this.actor.account.admit(await this.steps.exchange(code));
  }

  private get steps(): SignInSteps {
    return this.drivers.behindThePages.signIn;
  }

  private get consent(): { email: string; agrees: boolean } {
    return { email: this.actor.email, agrees: true };
  }
}
