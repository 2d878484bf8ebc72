import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { Handshake } from '../drivers/chat';
import type { Stage } from '../stage';
import type { Bookmark } from '../inbox';
import { ChatAbility } from './chat';

/** The tabs in which a person has the chat open, all of one login and each with a connection of its own. */
export class TabsAbility {
  private readonly tabs = new Map<string, ChatAbility>();
  private readonly shown = new Map<string, number>();
  private bookmarks = new Map<ChatAbility, Bookmark>();

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  async open(name: string, handshake: Handshake = {}): Promise<ChatAbility> {
    const chat = new ChatAbility(this.actor, this.stage, this.drivers);
    await chat.open({ tab: name, ...handshake });
    this.tabs.set(name, chat);
    return chat;
  }

  /** One tab at each of two backends. */
  async openAtBothBackends(): Promise<void> {
    await this.open('first');
    await this.open('second', { atOtherBackend: true });
  }

  /** A conversation with one question and its answer, before the person's eyes in two tabs. */
  async haveConversation(): Promise<void> {
    const first = await this.open('first');
    await first.ask('What do 3 servers at 14 dollars cost?');
    await first.answer();
    const second = await this.open('second');
    await second.showsConversationOf(first);
  }

  /** As many as the platform says that a person may have. */
  async openAsManyAsAllowed(): Promise<void> {
    const first = await this.open('tab 1');
    for (let number = 2; number <= first.promised('max_connections'); number += 1)
      await this.open(`tab ${number}`);
  }

  isEmpty(): boolean {
    return this.tabs.size === 0;
  }

  /** In the order in which they were opened. @throws when there is none. */
  all(): readonly ChatAbility[] {
    if (this.tabs.size === 0) throw new Error(`${this.actor.name} has no tab open.`);
    return [...this.tabs.values()];
  }

  tab(name: string): ChatAbility {
    const tab = this.tabs.get(name);
    if (!tab)
      throw new Error(
        `${this.actor.name} has no ${name} tab, only ${[...this.tabs.keys()].join(', ') || 'none'}.`,
      );
    return tab;
  }

  /** Every other than that one. */
  othersThan(name: string): readonly ChatAbility[] {
    const [all, one] = [this.all(), this.tab(name)];
    return all.filter((tab) => tab !== one);
  }

  /** Asks in one tab; what comes of it is waited for in all of them. */
  async ask(words: string, name: string): Promise<void> {
    this.keepPlaces();
    const asking = this.tab(name);
    await asking.ask(words);
    for (const other of this.othersThan(name)) other.follow(asking, this.placeIn(other));
  }

  /** Bookmarks in every tab, before something is done in one of them. */
  keepPlaces(): void {
    this.bookmarks = new Map(this.all().map((tab) => [tab, tab.mark()]));
  }

  /** What a tab was told since the places were kept. */
  toldSince(tab: ChatAbility): readonly string[] {
    return tab.told(this.placeIn(tab));
  }

  /** Turns to the conversation of the last question, in one tab alone. */
  async goBack(name: string): Promise<void> {
    const tab = this.tab(name);
    const threadId = await tab.threadId();
    this.keepPlaces();
    this.shown.set(name, (await tab.turnTo(threadId)).length);
  }

  /** How many messages of the conversation that a tab turned to it shows. */
  shownIn(name: string): number {
    const shown = this.shown.get(name);
    if (shown === undefined)
      throw new Error(`${this.actor.name} turned to no conversation in the ${name} tab.`);
    return shown;
  }

  /**
   * What a tab was told since the places were kept, up to a later event that all tabs are told: had what was done in
   * another tab reached this one, it would have come before.
   */
  async toldUntilFence(name: string): Promise<readonly string[]> {
    const tab = this.tab(name);
    const [other] = this.othersThan(name);
    if (!other) throw new Error(`${this.actor.name} has only one tab.`);
    const mark = tab.mark();
    await other.ask('And what do 4 servers at 14 dollars cost?');
    tab.follow(other, mark);
    await tab.answer();
    return this.toldSince(tab);
  }

  /** Lets what is on its way arrive, and closes all of them. */
  async settle(): Promise<void> {
    for (const tab of this.tabs.values()) await tab.settle();
  }

  private placeIn(tab: ChatAbility): Bookmark {
    const mark = this.bookmarks.get(tab);
    if (mark === undefined) throw new Error(`No place was kept in that tab of ${this.actor.name}.`);
    return mark;
  }
}
