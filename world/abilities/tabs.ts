import { randomUUID } from 'node:crypto';
import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import { need, type Stage } from '../stage';
import { PATIENCE } from '../service-levels';
import type { Bookmark } from '../inbox';
import { ChatAbility } from './chat';

/** The tabs in which a person has the chat open, all of one login and each with a connection of its own. */
export class TabsAbility {
  private readonly tabs = new Map<string, ChatAbility>();
  private readonly asked: string[] = [];
  private readonly shown = new Map<string, number>();
  private readonly atOnce: string[] = [];
  private bookmarks = new Map<ChatAbility, Bookmark>();

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** @param backend which of several, "1" or "2" */
  async open(name: string, backend = '1'): Promise<ChatAbility> {
    const chat = new ChatAbility(this.actor, this.stage, this.drivers);
    await chat.open({ tab: name, backend });
    this.tabs.set(name, chat);
    return chat;
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
    this.asked.push(asking.question().clientMessageId);
    for (const other of this.othersThan(name)) other.follow(asking, this.placeIn(other));
  }

  /** Asks questions one after the other, each of which leaves all tabs at the same moment, as a click does that is sent twice. */
  async askInAllAtOnce(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      const [words, key] = [`What do ${number} servers at 14 dollars cost?`, randomUUID()];
      this.atOnce.push(words);
      await Promise.all(this.all().map((tab) => tab.ask(words, undefined, key)));
    }
  }

  askedAtOnce(): readonly string[] {
    return [...this.atOnce];
  }

  /** What was said in each of the person's conversations, once as much is on record as was asked and answered. */
  async conversationsOnRecord(): Promise<readonly (readonly string[])[]> {
    const { account, name } = this.actor;
    const records = need(this.stage, 'backendRecords', 'databases');
    const wanted = this.atOnce.length * 2;
    const look = async () => {
      const conversations = await records.conversations(account.known().id);
      const said = conversations.map((conversation) => conversation.said);
      if (said.flat().length < wanted) throw new NotYet(`${said.flat().length} of ${wanted} messages`);
      return said;
    };
    const within = PATIENCE.answer;
    return eventually(`Not everything that ${name} asked was ever answered on record`, look, { within });
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
    this.asked.push(other.question().clientMessageId);
    tab.follow(other, mark);
    await tab.answer();
    return this.toldSince(tab);
  }

  /** The runs that answer the person's own questions, and those that each tab was told of, in order. */
  runs(): { readonly own: readonly string[]; readonly told: readonly (readonly string[])[] } {
    const runsIn = (frames: readonly ServerFrame[]) => [
      ...new Set(frames.map(({ run_id }) => run_id).filter((run) => run !== undefined)),
    ];
    const isOwn = ({ type, payload }: ServerFrame) =>
      type === 'message_accepted' && this.asked.includes(String(payload['client_message_id']));
    const each = this.all().map((tab) => tab.frames());
    return { own: runsIn(each.flat().filter(isOwn)), told: each.map(runsIn) };
  }

  /** The numbers of everything that is counted in a tab, and the number after which it began. */
  numbers(tab: ChatAbility): { readonly after: number; readonly told: readonly number[] } {
    const told = tab.frames().map(({ seq }) => seq);
    const after = Number(tab.welcome().payload['last_seq']);
    return { after, told: told.filter((seq) => seq !== undefined) };
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
