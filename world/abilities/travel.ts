import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { StoredMessage } from '../drivers/backend';
import type { Break } from '../drivers/line';
import { BEGINNING } from '../inbox';
import { PATIENCE, SERVICE_LEVELS } from '../service-levels';
import type { Stage } from '../stage';
import type { ChatAbility } from './chat';

/** Chatting over a line of one's own that breaks, and what goes on at the platform meanwhile. */
export class TravelAbility {
  private cut = 0;
  private onPhone: { readonly threadId: string; readonly said: readonly string[] } | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** From now on everything that the person opens goes over this line. */
  async begin(): Promise<void> {
    await this.drivers.line.open();
  }

  /** The line breaks; that things fail because of it is no surprise, until the person is back. */
  lose(how: Break): void {
    this.actor.refusals.expectInterruptions();
    this.cut = this.drivers.line.break(how);
  }

  /** Resolves when something that was said has gone into the broken line, and is lost there. */
  async loses(words: string): Promise<void> {
    const look = () => {
      if (this.drivers.line.lost() === 0) throw new NotYet('nothing is lost so far');
    };
    await eventually(`"${words}" never got lost`, look, { within: PATIENCE.reply });
  }

  /** Resolves when the page says this of the connection; without a page there is nobody to say it. */
  async isTold(words: string): Promise<void> {
    const { chat } = this.actor;
    if (chat.hasScreen()) await chat.screen().saysOfConnection(words, PATIENCE.page);
  }

  /** How many of the person's connections there were when the line broke. */
  connectionsCut(): number {
    return this.cut;
  }

  /**
   * The line is whole, and the chat goes on; a page sees to that by itself. Whoever is back by another way is so before
   * the platform learns that the former connection is gone.
   */
  async isBack({ beforeIsMissed = false } = {}): Promise<void> {
    if (!beforeIsMissed) this.drivers.line.heal();
    const startedAt = performance.now();
    await this.actor.chat.comeBack();
    const ms = performance.now() - startedAt;
    this.stage.evidence.measure('reconnected', ms, SERVICE_LEVELS.reconnected);
    this.drivers.line.heal();
    await this.actor.chat.goesOn();
    this.actor.refusals.interruptionsAreOver();
  }

  /** What is stored of the conversation of the last question, as somebody with another line sees it. */
  async stored(threadId: string): Promise<readonly StoredMessage[]> {
    return this.drivers.backend.messages(this.actor.account.session(), threadId);
  }

  /** Resolves when the answer to the last question stands at the platform, whether or not the person was told. */
  async assistantIsDone(threadId: string): Promise<void> {
    const look = async () => {
      const roles = (await this.stored(threadId)).map(({ role }) => role);
      if (roles.at(-1) !== 'assistant') throw new NotYet(`stored are ${roles.join(', ') || 'no messages'}`);
    };
    await eventually('The assistant was never done', look, { within: PATIENCE.answer });
  }

  /** Resolves when the words are stored, whether or not the person was told. */
  async isStored(words: string): Promise<void> {
    const look = async () => {
      const stored = (await this.everythingStored()).flat().map(({ content }) => content);
      if (!stored.includes(words)) throw new NotYet(`stored is ${stored.join(', ') || 'nothing'}`);
    };
    await eventually(`"${words}" was never stored`, look, { within: PATIENCE.reply });
  }

  /** Asks on another device, which has a line of its own, and reads the answer there: it is written letter by letter. */
  async asksOnPhone(words: string, pieces: number): Promise<void> {
    const answer = 'This is how long. '.repeat(pieces).slice(0, pieces);
    await this.actor.assistant.spells(answer, words);
    const phone = await this.drivers.behindThePages.chat.connect(this.actor.account.session());
    try {
      await phone.say({ content: words });
      const isIt = ({ type }: ServerFrame) => type === 'agent_completed';
      const told = await phone.inbox.after(BEGINNING).find('agent_completed', isIt, PATIENCE.answer);
      this.onPhone = { threadId: told.thread_id ?? '', said: [words, answer] };
    } finally {
      await phone.close();
    }
  }

  /** What was said and answered on the other device. */
  saidOnPhone(): readonly string[] {
    return this.phone().said;
  }

  /** The conversation of the other device, loaded anew in the chat. */
  async reloaded(): Promise<readonly string[]> {
    const shown = await this.actor.chat.turnTo(this.phone().threadId);
    return shown.map(({ content }) => content);
  }

  /** Everything that is stored as a page tells it, by conversation. */
  async storedAsTold(): Promise<readonly (readonly string[])[]> {
    const stored = await this.everythingAnswered();
    return stored.map((messages) =>
      messages.map(({ role, content }) => `${role === 'user' ? 'You' : 'Assistant'}: ${content}`),
    );
  }

  /** Resolves when the page shows just this. @throws with what it shows instead. */
  async readsOnPage(lines: readonly string[]): Promise<void> {
    const look = async () => {
      const shown = await this.actor.chat.screen().transcript();
      if (shown.join('\n') !== lines.join('\n'))
        throw new NotYet(`wanted   ${lines.join(' | ')}\nlast     ${shown.join(' | ')}`);
    };
    await eventually(`${this.actor.name} never read what was said`, look, { within: PATIENCE.answer });
  }

  /** The same, once every question has its answer. */
  async everythingAnswered(): Promise<readonly (readonly StoredMessage[])[]> {
    const look = async () => {
      const stored = await this.everythingStored();
      const open = stored.flat().filter(({ role }) => role === 'user').length * 2 - stored.flat().length;
      if (stored.length === 0 || open > 0) throw new NotYet(`${open} questions have no answer yet`);
      return stored;
    };
    return eventually('Not everything was ever answered', look, { within: PATIENCE.answer });
  }

  private phone(): { readonly threadId: string; readonly said: readonly string[] } {
    if (!this.onPhone) throw new Error(`${this.actor.name} has said nothing on another device.`);
    return this.onPhone;
  }

  /** Everything that the person ever said and was answered, by conversation, as it is stored. */
  async everythingStored(): Promise<readonly (readonly StoredMessage[])[]> {
    const session = this.actor.account.session();
    const threads = await this.drivers.backend.threads(session);
    return Promise.all(threads.map(({ id }) => this.drivers.backend.messages(session, id)));
  }
}

/** The pieces of the newest answer by their numbers, and how often the question, the answer and its end were told. */
export function piecesOfAnswer(chat: ChatAbility): {
  readonly numbers: readonly number[];
  readonly told: readonly number[];
} {
  const told = chat.news(chat.question().mark).all();
  const run = told.findLast(({ type }) => type === 'final_report')?.run_id;
  const ofIt = told.filter(({ run_id }) => run_id !== undefined && run_id === run);
  const count = (type: string) => ofIt.filter((frame) => frame.type === type).length;
  const pieces = ofIt.filter(({ type }) => type === 'partial_result');
  return {
    numbers: pieces.map(({ payload }) => Number(payload['index'])),
    told: [count('message_accepted'), count('final_report'), count('agent_completed')],
  };
}
