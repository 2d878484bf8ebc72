import { eventually, Hopeless, NotYet, passed } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import { describe, Refused } from '../refusal';
import { PATIENCE } from '../service-levels';

/** Milliseconds from one call, or question, to the next. */
const PACE = { calls: 200, questions: 400 } as const;
/** Fewer before the end say nothing. */
const ENOUGH = { calls: 5, questions: 1 } as const;

/** What went on while everything was busy. */
export interface Busy {
  readonly calls: number;
  /** What the platform said no to, or nothing at all. */
  readonly refused: readonly string[];
  readonly questions: readonly string[];
  /** The session of each connection of the chat, in turn. */
  readonly sessions: readonly string[];
}

/** An app that is busy all the time, by the platform's public address: it makes, lists and deletes conversations, and asks. */
export class TrafficAbility {
  private going = false;
  private calls = 0;
  private readonly refused: string[] = [];
  private readonly questions: string[] = [];
  private readonly sessions: string[] = [];
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Resolves when the traffic flows; it goes on until `end`. */
  async begin(): Promise<void> {
    const { chat } = this.actor;
    await chat.open({ publicly: true });
    this.sessions.push(chat.attributedTo());
    this.going = true;
    this.work = Promise.all([this.keepCalling(), this.keepAsking()]);
    this.work.catch(() => undefined); // Told at the end, or as soon as somebody looks.
    await this.flows();
  }

  /** Resolves when so much went through since then that whoever is there now has a part of it. */
  async flows(): Promise<void> {
    const [calls, questions] = [this.calls + ENOUGH.calls, this.questions.length + ENOUGH.questions];
    const look = () => {
      if (this.calls < calls || this.questions.length < questions)
        throw new NotYet(
          `${calls - this.calls} calls and ${questions - this.questions.length} questions to go`,
        );
    };
    await Promise.race([
      eventually(`${this.actor.name}'s traffic never flowed`, look, { within: PATIENCE.answer }),
      this.work,
    ]);
  }

  /** Lets what is under way come to its end. */
  async end(): Promise<Busy> {
    this.going = false;
    await this.work;
    const { calls, refused, questions, sessions } = this;
    return { calls, refused, questions, sessions };
  }

  private async keepCalling(): Promise<void> {
    const { publicly } = this.drivers;
    const session = this.actor.account.session();
    while (this.going) {
      const next = Date.now() + PACE.calls;
      await this.call(async () => {
        const { id } = await publicly.makeThread(session, 'What to take along');
        await this.call(() => publicly.threads(session));
        await this.call(() => publicly.deleteThread(session, id));
      });
      await passed('the next calls', next);
    }
  }

  private async call(call: () => Promise<unknown>): Promise<void> {
    this.calls += 1;
    try {
      await call();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      this.refused.push(describe(cause.refusal));
    }
  }

  private async keepAsking(): Promise<void> {
    while (this.going) {
      const next = Date.now() + PACE.questions;
      const words = `What is ${this.questions.length + 1} * 14?`;
      await this.actor.chat.ask(words);
      while (!(await this.isTaken())) await this.comesBack();
      this.questions.push(words);
      await passed('the next question', next);
    }
  }

  /** False where the connection was lost before it was known. */
  private async isTaken(): Promise<boolean> {
    try {
      await this.actor.chat.acceptance();
      return true;
    } catch (cause) {
      if (cause instanceof Hopeless) return false;
      throw cause;
    }
  }

  /** As an app does that is told that its backend is about to restart. */
  private async comesBack(): Promise<void> {
    const { chat, refusals } = this.actor;
    refusals.withdraw(({ code }) => code === 'close_1012');
    await chat.comeBack();
    this.sessions.push(chat.attributedTo());
  }
}
