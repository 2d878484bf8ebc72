import { eventually, NotYet, passed } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import { DOORS, type Door, type Standing } from '../drivers/limits';
import { Refused, type Refusal } from '../refusal';
import { PATIENCE } from '../service-levels';

/** More than any platform lets one person ask for in a moment. */
const FAR_TOO_MUCH = 1_000;

/** Asking for more than one may, and what the person remembers of it. */
export class LimitsAbility {
  private readonly told: Standing[] = [];
  private refusedAt: { readonly refusal: Refusal; readonly at: number } | undefined;
  private questionsTaken = 0;
  private counted: readonly number[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** @throws Refused as soon as the platform has had enough. */
  async askUntilRefused(door: Door): Promise<void> {
    await this.untilRefused(async () => void this.told.push(await this.ask(door)));
  }

  /** The same, without a login. */
  async knockUntilRefused(): Promise<void> {
    await this.untilRefused(() => this.drivers.limits.knock());
  }

  /** Asks one question after the other in the open chat, until the platform has had enough. */
  async questionUntilRefused(): Promise<void> {
    const { chat, refusals } = this.actor;
    const isEnough = ({ code }: Refusal) => code === 'too_many_messages' || code === 'rate_limited';
    const mark = chat.mark();
    for (let number = 1; number <= FAR_TOO_MUCH && !refusals.unclaimed().some(isEnough); number += 1) {
      await chat.ask(`What do ${number} servers cost?`);
      await chat.goesOn();
    }
    const refusal = refusals.unclaimed().find(isEnough);
    if (!refusal) throw new Error(`${FAR_TOO_MUCH} questions were not enough to be refused.`);
    this.refusedAt = { refusal, at: Date.now() };
    this.questionsTaken = chat.told(mark).filter((type) => type === 'message_accepted').length;
  }

  /** How many questions the platform takes, by its word at the welcome; how many it took, and answered by now. */
  async answersToQuestions(): Promise<{ promised: number; taken: number; answered: number }> {
    const { chat, name } = this.actor;
    const look = () => {
      const answered = chat.told().filter((type) => type === 'final_report').length;
      if (answered < this.questionsTaken) throw new NotYet(`${answered} of ${this.questionsTaken} answers`);
      return { promised: chat.promised('questions_per_window'), taken: this.questionsTaken, answered };
    };
    return eventually(`${name}'s questions were not all answered`, look, { within: PATIENCE.answer });
  }

  /** Asks once at each door, then in the chat, and once more at the backend. */
  async noteCounts(): Promise<void> {
    const left: number[] = [];
    for (const door of DOORS) left.push((await this.ask(door)).remaining);
    await this.actor.chat.ask('What do 4 servers cost?');
    await this.actor.chat.acceptance();
    left.push((await this.ask('backend')).remaining);
    this.counted = left;
  }

  /** What was left after each of these calls; the question in the chat is answered without saying so. */
  counts(): readonly number[] {
    return this.counted;
  }

  /** What was left after each call, as the platform told it, in that order. */
  left(): readonly number[] {
    return this.told.map(({ remaining }) => remaining);
  }

  /** What each door makes of the person now: `served`, or the word of its "no". */
  async doors(): Promise<Readonly<Record<Door, string>>> {
    const answers: [Door, string][] = [];
    for (const door of DOORS) answers.push([door, await this.answerAt(door)]);
    return Object.fromEntries(answers) as Record<Door, string>;
  }

  /** Waits as long as the platform said. @returns the seconds that it named. */
  async waitAsTold(): Promise<number> {
    if (!this.refusedAt) throw new Error(`${this.actor.name} was not refused anything.`);
    const { refusal, at } = this.refusedAt;
    const { retryAfter } = refusal;
    if (retryAfter === undefined) throw new Error(`${this.actor.name} was not told how long to wait.`);
    await passed(`the wait that ${this.actor.name} was told`, at + retryAfter * 1_000);
    return retryAfter;
  }

  private ask(door: Door): Promise<Standing> {
    return this.drivers.limits.ask(door, this.actor.account.session());
  }

  private async answerAt(door: Door): Promise<string> {
    try {
      await this.ask(door);
      return 'served';
    } catch (cause) {
      if (cause instanceof Refused) return `${cause.refusal.status} ${cause.refusal.code}`;
      throw cause;
    }
  }

  private async untilRefused(act: () => Promise<void>): Promise<never> {
    for (let times = 0; times < FAR_TOO_MUCH; times += 1) {
      await act().catch((cause: unknown) => {
        if (cause instanceof Refused) this.refusedAt = { refusal: cause.refusal, at: Date.now() };
        throw cause;
      });
    }
    throw new Error(`${this.actor.name} asked ${FAR_TOO_MUCH} times and was never refused.`);
  }
}
