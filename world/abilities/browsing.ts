import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Barrier, ListedDevice, PageName, Preferences } from '../drivers/pages';
import type { Stage } from '../stage';

/** Finding one's way on the pages, and what the person remembers of what they chose there. */
export class BrowsingAbility {
  private chosen: Preferences | undefined;
  private readonly met: { readonly page: string; readonly barriers: readonly Barrier[] }[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  async open(page: PageName): Promise<void> {
    await this.drivers.pages.open(page);
  }

  /** The same, until everything is there that the page loads. */
  async openWhole(page: PageName): Promise<void> {
    await this.drivers.pages.open(page);
    await this.drivers.pages.hasLoaded();
  }

  async title(): Promise<string> {
    return this.drivers.pages.title();
  }

  async links(): Promise<string[]> {
    return this.drivers.pages.links();
  }

  /** @throws when the page that is open is not the dashboard with a welcome for that name. */
  async isWelcomedAs(name: string): Promise<void> {
    await this.drivers.pages.showsTitle(`Welcome, ${name}`);
  }

  async isAskedToLogIn(): Promise<void> {
    await this.drivers.pages.showsTitle('Log in');
  }

  /** The answer that stands in the conversation in which these words were said. */
  async answerIn(words: string): Promise<string> {
    return this.drivers.pages.conversation(words);
  }

  async loadAgain(): Promise<void> {
    await this.drivers.pages.loadAgain();
  }

  async changeName(name: string): Promise<void> {
    await this.drivers.pages.saveName(name);
    this.stage.ledger.note({ kind: 'name changed', userId: this.actor.account.known().id, name });
  }

  async choose(preferences: Preferences): Promise<void> {
    this.chosen = preferences;
    await this.drivers.pages.savePreferences(preferences);
  }

  /** What the person chose, and what the settings page says now. */
  async preferences(): Promise<{ chosen: Preferences; shown: Preferences }> {
    if (!this.chosen)
      throw new Error(`${this.actor.name} has not chosen any preferences${this.actor.whyNot()}.`);
    return { chosen: this.chosen, shown: await this.drivers.pages.preferences() };
  }

  /** What the settings page lists. */
  async devices(): Promise<readonly ListedDevice[]> {
    return this.drivers.pages.devices();
  }

  async signOutDevice(name: string): Promise<void> {
    await this.drivers.pages.signOutDevice(name);
  }

  async signOutEverywhere(): Promise<void> {
    await this.drivers.pages.signOutEverywhere();
  }

  async isDark(): Promise<boolean> {
    return this.drivers.pages.isDark();
  }

  async readsNotice(words: string): Promise<void> {
    await this.drivers.pages.showsNotice(words);
  }

  async noticeGoes(): Promise<void> {
    await this.drivers.pages.showsNoNotice();
  }

  async readsNote(words: string): Promise<void> {
    await this.drivers.pages.showsNote(words);
  }

  async noNoteIsLeft(words: string): Promise<void> {
    await this.drivers.pages.showsNoNote(words);
  }

  /** What the page says of what could not be done. */
  async complaint(): Promise<{ readonly message: string; readonly reference: string }> {
    return this.drivers.pages.complaint();
  }

  async deleteAccount(): Promise<void> {
    await this.drivers.pages.deleteAccount();
    this.actor.account.hasBeenDeleted();
  }

  async logOut(): Promise<void> {
    await this.drivers.pages.logOut();
  }

  async closeTab(): Promise<void> {
    await this.drivers.pages.closeTab();
  }

  async takePhone(): Promise<void> {
    this.drivers.pages.takePhone();
    await this.actor.account.logIn();
  }

  /** Opens pages one after the other, and looks at each for what keeps people from using it. */
  async goThrough(pages: readonly PageName[]): Promise<void> {
    for (const page of pages) {
      await this.drivers.pages.open(page);
      await this.lookForBarriers(page);
    }
  }

  /** @param page what the page that is open is called. */
  async lookForBarriers(page: string): Promise<void> {
    this.met.push({ page, barriers: await this.drivers.pages.barriers() });
  }

  /** What was found on the pages that the person went through. @throws when there was none. */
  barriersMet(): readonly { readonly page: string; readonly barriers: readonly Barrier[] }[] {
    if (this.met.length === 0) throw new Error(`${this.actor.name} has not gone through any page.`);
    return this.met;
  }
}
