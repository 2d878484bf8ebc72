import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import { TROUBLES, type Trouble } from '../drivers/databases';
import type { Operator } from '../operator';
import { PATIENCE } from '../service-levels';

/** A word of the platform that something cannot be done now. */
export interface Word {
  readonly code: string;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** What came of a question that was asked while the database failed: nothing but its answer, or first a word to try again. */
export interface Meeting {
  readonly words: string;
  readonly answer: string;
  readonly word?: Word;
}

/** Everything that the backend's database does to it, in this order. */
export const FAILURES = [...TROUBLES, 'goes down'] as const;
export type DatabaseFailure = Trouble | (typeof FAILURES)[number];

/** Asking on while something behind the platform fails, and what the person remembers of it. */
export class WeatheringAbility {
  private readonly met = new Map<string, Meeting>();

  constructor(private readonly actor: Actor) {}

  /** Asks a question during each failure of the backend's database, and reads the answer to it at the latest after its end. */
  async asksThroughAll(operator: Operator): Promise<void> {
    for (const failure of FAILURES) this.met.set(failure, await this.asksDuring(failure, operator));
  }

  /** What the person met, by what failed. */
  meetings(): ReadonlyMap<string, Meeting> {
    if (this.met.size === 0) throw new Error(`${this.actor.name} has asked while nothing failed.`);
    return this.met;
  }

  private async asksDuring(failure: DatabaseFailure, operator: Operator): Promise<Meeting> {
    const { chat } = this.actor;
    const words = `What is to be done when a database ${failure}?`;
    await begin(failure, operator);
    await chat.goesOn(); // By then the service has heard of sessions that were ended.
    await chat.ask(words);
    if (failure === 'keeps everybody waiting') {
      await operator.statementsWait('backend');
      await end(failure, operator);
    }
    const word = this.wordIn(await chat.reply());
    await end(failure, operator);
    if (word) await this.triesAgain();
    const answer = await chat.answer();
    return { words, answer, ...(word ? { word } : {}) };
  }

  /** As told: until the question is taken. */
  private async triesAgain(): Promise<void> {
    const { chat, name } = this.actor;
    const look = async () => {
      const mark = chat.mark();
      await chat.sayAgain();
      const word = this.wordIn(await chat.reply(mark));
      if (word) throw new NotYet(`told "${word.message}"`);
    };
    await eventually(`${name} was asked to try again for ever`, look, { within: PATIENCE.propagation });
  }

  /** Undefined where the question was taken. A word to try again is what is looked for here, and no surprise. */
  private wordIn({ type, payload }: ServerFrame): Word | undefined {
    if (type === 'message_accepted') return undefined;
    const { code } = this.actor.refusals.claim(this.actor.name);
    const seconds = payload['retry_after'];
    const retryAfter = typeof seconds === 'number' ? seconds : undefined;
    return { code, message: textOf(payload, 'message'), retryAfter };
  }
}

async function begin(failure: DatabaseFailure, operator: Operator): Promise<void> {
  if (failure === 'goes down') await operator.takeDown('postgres');
  else await operator.troubleDatabase('backend', failure);
}

/** Done twice, it changes nothing more. */
async function end(failure: DatabaseFailure, operator: Operator): Promise<void> {
  if (failure === 'goes down') await operator.bringBack('postgres');
  else await operator.calmDatabases();
}
