import { eventually, NotYet, passed } from '../../support/eventually';
import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { Card, Forgery, PaymentNews, Usage } from '../drivers/plans';
import type { Bookmark } from '../inbox';
import { PATIENCE } from '../service-levels';
import { need, type Stage } from '../stage';
import { ChatAbility } from './chat';

/** How each of several messages that were sent at the same moment was answered. */
export interface Outcomes {
  readonly taken: number;
  readonly refused: readonly string[];
}

/** The plan that a person is on: using it up, paying for a larger one, and what every open chat is told of it. */
export class PlanAbility {
  private readonly marks = new Map<ChatAbility, Bookmark>();
  /** Since the first question of the present window, and how many came since. */
  private window = { since: 0, questions: 0 };
  private sentAtOnce = 0;
  private hasPaid = false;
  private receipts: Readonly<Record<string, string>> = {};

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Asks that many questions, one after the other and no faster than one may, and reads each answer. */
  async use(messages: number, chat: ChatAbility = this.chats()[0]): Promise<void> {
    await this.actor.assistant.answers('Done.'); // In one piece: what is counted is the message.
    for (let number = 1; number <= messages; number += 1) {
      await this.mayAsk(chat, 1);
      await chat.ask(`What do ${number} servers at 14 dollars cost?`);
      await chat.acceptance();
      await chat.answer();
      if (this.window.questions === 1) this.window.since = Date.now();
    }
  }

  /** The same on another device, until that many are used of `limit` and then all of them; the page is told of each. */
  async useElsewhere(messages: number, limit: number): Promise<void> {
    const elsewhere = new ChatAbility(this.actor, this.stage, this.drivers);
    await elsewhere.openBehindThePages();
    await this.use(messages, elsewhere);
    await this.promptSays(`You have used ${messages} of ${limit} messages.`);
    await this.use(limit - messages, elsewhere);
    await this.promptSays(`All ${limit} messages of your plan are used.`);
    await elsewhere.settle();
  }

  /** Asks one thing in that chat, no sooner than one may. @returns the answer */
  async ask(words: string, chat: ChatAbility): Promise<string> {
    await this.mayAsk(chat, 1);
    await chat.ask(words);
    return chat.answer();
  }

  /** The same, for what is refused. */
  async tries(words: string): Promise<void> {
    const [chat] = this.chats();
    await this.mayAsk(chat, 1);
    await chat.ask(words);
    await chat.goesOn();
  }

  /** In every open chat at the same moment, as many in all. */
  async useAtOnce(messages: number): Promise<void> {
    const chats = this.chats();
    await this.mayAsk(chats[0], messages);
    this.keepPlaces();
    const asked = Array.from({ length: messages }, (_, place) => {
      const chat = chats[place % chats.length] ?? chats[0];
      return chat.ask(`What do ${place + 1} servers at 15 dollars cost?`);
    });
    await Promise.all(asked);
    this.sentAtOnce = messages;
  }

  /** What became of them, once each was answered. */
  async outcomes(): Promise<Outcomes> {
    const { refusals, name } = this.actor;
    const [chat] = this.chats();
    const look = () => {
      const taken = this.told(chat, 'message_accepted').length;
      const refused = refusals.unclaimed().map(({ code }) => code);
      if (taken + refused.length < this.sentAtOnce)
        throw new NotYet(`${taken} taken, ${refused.length} refused`);
      const answered = this.told(chat, 'final_report').length;
      if (answered < taken) throw new NotYet(`${answered} of ${taken} answered`);
      return { taken, refused };
    };
    const outcomes = await eventually(`${name}'s messages were not all answered`, look, {
      within: PATIENCE.answer,
    });
    while (refusals.unclaimed().length > 0) refusals.claim(name);
    return outcomes;
  }

  /** A place in every open chat, before something is done. */
  keepPlaces(): void {
    for (const chat of this.chats()) this.marks.set(chat, chat.mark());
  }

  /** What each open chat was told of the plan since the places were kept, by the first word of that kind, and how often. */
  async tellings(
    type: string,
  ): Promise<readonly { readonly payload: ServerFrame['payload']; readonly times: number }[]> {
    return Promise.all(
      this.chats().map(async (chat) => {
        const slice = chat.after(this.placeIn(chat));
        const { payload } = await slice.find(type, (frame) => frame.type === type, PATIENCE.propagation);
        await chat.goesOn(); // What would come again has come by then.
        return { payload, times: this.told(chat, type).length };
      }),
    );
  }

  /** As the first backend tells it, and as the other does. */
  async usageEverywhere(): Promise<readonly Usage[]> {
    const session = this.actor.account.session();
    const { plans } = this.drivers;
    return [await plans.usage(session), await plans.usage(session, 'other')];
  }

  usage(): Promise<Usage> {
    return this.drivers.plans.usage(this.actor.account.session());
  }

  /** Pays, and waits until the plan is the larger one. */
  async upgrade(card: Card = 'good'): Promise<void> {
    need(this.stage, 'paymentBooks', 'payments');
    await this.drivers.plans.upgrade(this.actor.account.session(), card);
    this.hasPaid = true;
    await this.becomes('pro');
  }

  async downgrade(): Promise<void> {
    await this.drivers.plans.downgrade(this.actor.account.session());
    await this.becomes('free');
  }

  /** The plan in both services' rows, as soon as it is that one, or when patience ends. */
  async onRecord(wanted: string): Promise<{ auth: string | undefined; backend: string | undefined }> {
    const [auth, backend] = [
      need(this.stage, 'authRecords', 'databases'),
      need(this.stage, 'backendRecords', 'databases'),
    ];
    const { id } = this.actor.account.known();
    const look = async () => {
      const [account, profile] = [await auth.account(id), await backend.profile(id)];
      const plans = { auth: account?.plan, backend: profile?.plan };
      if (plans.auth !== wanted || plans.backend !== wanted)
        throw new NotYet(`auth has ${plans.auth ?? 'nothing'}, the backend ${plans.backend ?? 'nothing'}`);
      return plans;
    };
    const { name } = this.actor;
    return eventually(`The services never agreed that ${name} is on the ${wanted} plan`, look, {
      within: PATIENCE.propagation,
    });
  }

  /** What the person pays for at present, by the payment provider's books. */
  async paysFor(): Promise<readonly string[]> {
    return need(this.stage, 'paymentBooks', 'payments').running(this.actor.account.known().id);
  }

  /** For who has left the platform. @throws where the payment provider goes on taking money */
  async paysNoMore(): Promise<void> {
    if (!this.hasPaid) return;
    const running = await this.paysFor();
    if (running.length > 0)
      throw new Error(`the ${running.join(' and the ')} plan, though the account is gone`);
  }

  /** Has the provider's word that the person pays come again, in each of these forms. */
  async wordComesAgain(forms: Readonly<Record<string, Forgery>>, news: PaymentNews): Promise<void> {
    const books = need(this.stage, 'paymentBooks', 'payments');
    const receipts: [string, string][] = [];
    for (const [form, forgery] of Object.entries(forms))
      receipts.push([form, await books.sendAgain(this.actor.account.known().id, news, forgery)]);
    this.receipts = Object.fromEntries(receipts);
  }

  /** What the platform said to each form. */
  receiptsFor(): Readonly<Record<string, string>> {
    return this.receipts;
  }

  promptSays(words: string): Promise<void> {
    return this.drivers.plansOnPages.promptSays(words);
  }

  async followPromptAndPay(): Promise<void> {
    need(this.stage, 'paymentBooks', 'payments');
    await this.drivers.plansOnPages.followPromptAndPay('good');
    this.hasPaid = true;
  }

  planShown(name: string): Promise<readonly string[]> {
    return this.drivers.plansOnPages.planShown(name);
  }

  wordsInTheBox(): Promise<string> {
    return this.drivers.plansOnPages.wordsInTheBox();
  }

  private async becomes(wanted: string): Promise<void> {
    const look = async () => {
      const { plan } = await this.usage();
      if (plan !== wanted) throw new NotYet(`on the ${plan} plan`);
    };
    const { name } = this.actor;
    await eventually(`${name} never came to the ${wanted} plan`, look, { within: PATIENCE.propagation });
  }

  /** Waits, where more questions would come faster than the welcome allows. */
  private async mayAsk(chat: ChatAbility, questions: number): Promise<void> {
    const most = chat.promised('questions_per_window');
    if (this.window.questions + questions > most) {
      const end = this.window.since + chat.promised('question_window') * 1_000;
      await passed(`the time in which ${this.actor.name} may ask ${most} questions`, end);
      this.window = { since: Date.now(), questions: 0 };
    }
    this.window.questions += questions;
  }

  private told(chat: ChatAbility, type: string): readonly string[] {
    return chat.told(this.placeIn(chat)).filter((one) => one === type);
  }

  private placeIn(chat: ChatAbility): Bookmark {
    const mark = this.marks.get(chat);
    if (mark === undefined) throw new Error(`No place was kept in that chat of ${this.actor.name}.`);
    return mark;
  }

  /** The tabs, or the one chat of who has no tabs. */
  private chats(): readonly [ChatAbility, ...ChatAbility[]] {
    const [first, ...others] = this.actor.tabs.isEmpty() ? [this.actor.chat] : this.actor.tabs.all();
    if (!first) throw new Error(`${this.actor.name} has no chat open.`);
    return [first, ...others];
  }
}

/** "4 of 5", of what a chat was told. */
export function share(payload: ServerFrame['payload']): string {
  return `${String(payload['used'])} of ${String(payload['limit'])}`;
}

/** The address of the way out. */
export function wayOut(payload: ServerFrame['payload']): string {
  return textOf(payload, 'upgrade_url');
}
