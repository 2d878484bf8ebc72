import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor';
import { EVERY_TYPE, malformed, OLD_FORM, UNREADABLE, type Surroundings } from '../contract/client-frames';
import { halfBuiltIn, textOf, type ServerFrame } from '../contract/frames';
import { TEXTS, UNSAYABLE } from '../contract/texts';
import type { PersonalDrivers } from '../drivers';
import { PATIENCE } from '../service-levels';
import type { Question } from './chat';

/** What was sent, what was to come of it, and what came. */
export interface Outcome {
  readonly what: string;
  readonly expected: string;
  readonly came: string;
}

/** What a text was when it was written, and everywhere where it came back. */
export interface RoundTrip {
  readonly what: string;
  readonly written: string;
  readonly accepted: string;
  readonly answered: string;
  readonly inHistory: readonly string[];
}

/** What a person's app puts on the wire: every kind of text, every kind of frame, and what is none. */
export class FramesAbility {
  private outcomes: readonly Outcome[] | undefined;
  private said: readonly { readonly what: string; readonly question: Question }[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** In one conversation, without waiting for answers. */
  async sayEveryText(): Promise<void> {
    const { chat } = this.actor;
    const said = [];
    for (const { what, text } of TEXTS) {
      await chat.ask(text, said.length === 0 ? undefined : await chat.threadId());
      said.push({ what, question: chat.question() });
    }
    this.said = said;
  }

  async roundTrips(): Promise<readonly RoundTrip[]> {
    const { chat } = this.actor;
    const told = [];
    for (const { what, question } of this.said)
      told.push({ what, question, course: await chat.courseOf(question) });
    const history = await chat.historyOf(await chat.threadId());
    return told.map(({ what, question, course }) => ({
      what,
      written: question.words,
      accepted: contentOf(course, 'message_accepted'),
      answered: contentOf(course, 'final_report'),
      inHistory: history.filter((content) => content === question.words),
    }));
  }

  async sayTheUnsayable(): Promise<void> {
    await this.sendAll(
      UNSAYABLE.map(({ what, text }) => {
        const payload = { content: text, client_message_id: randomUUID() };
        return {
          what,
          text: JSON.stringify({ type: 'chat_message', payload, id: what }),
          answer: 'invalid_payload',
        };
      }),
    );
  }

  /** Asks something in the form of another contract. */
  async sendOldForm(): Promise<void> {
    await this.sendAll([{ what: 'the old form', text: OLD_FORM, answer: 'bad_envelope' }]);
  }

  async sendMalformed(): Promise<void> {
    await this.sendAll(malformed());
  }

  /** A frame of every type that there is, each sent when the one before it was answered. */
  async sendEveryType(): Promise<void> {
    const outcomes: Outcome[] = [];
    const { chat, account } = this.actor;
    const { payload } = chat.welcome();
    let around: Surroundings = {
      ...{ threadId: '', accessToken: account.session().accessToken },
      ...{ resumeToken: textOf(payload, 'resume_token'), lastSeq: 0 },
    };
    for (const [number, { type, answer, payload: payloadFor }] of EVERY_TYPE.entries()) {
      const id = `frame-${number}`;
      const came = await this.answerTo(JSON.stringify({ type, payload: payloadFor(around), id }), answer, id);
      outcomes.push({ what: `${type} #${number}`, expected: answer, came: wordFor(came) });
      if (came.type === 'thread_created') around = { ...around, threadId: textOf(came.payload, 'thread_id') };
      around = { ...around, lastSeq: Math.max(around.lastSeq, came.seq ?? 0) };
    }
    this.outcomes = outcomes;
  }

  /** Each in a chat of its own, which ends by it. */
  async sendUnreadable(): Promise<void> {
    const outcomes = [];
    for (const { what, sent, code } of UNREADABLE) {
      const { socket } = await this.drivers.behindThePages.chat.connect(this.actor.account.session());
      socket?.transmit(sent);
      const ending = await socket?.ending(PATIENCE.reply);
      this.actor.refusals.claim(this.actor.name);
      outcomes.push({ what, expected: String(code), came: String(ending?.code) });
    }
    this.outcomes = outcomes;
  }

  whatCameOfThem(): readonly Outcome[] {
    if (!this.outcomes) throw new Error(`${this.actor.name}'s app has sent nothing out of the ordinary.`);
    return this.outcomes;
  }

  /** Whatever this person was told that somebody forgot to finish, a sentence each. */
  halfBuilt(): readonly string[] {
    return this.actor.chat
      .frames()
      .flatMap((frame) => halfBuiltIn(frame).map((what) => `${frame.type}${what}`));
  }

  private async sendAll(all: readonly { what: string; text: string; answer: string }[]): Promise<void> {
    const outcomes = [];
    for (const { what, text, answer } of all)
      outcomes.push({ what, expected: answer, came: wordFor(await this.answerTo(text, answer)) });
    this.outcomes = outcomes;
  }

  /** The event that answers, or an error: the one that names the frame, where the frame has a name. */
  private async answerTo(text: string, answer: string, id?: string): Promise<ServerFrame> {
    const { chat, refusals, name } = this.actor;
    const mark = chat.mark();
    chat.transmit(text);
    const answers = ({ type, payload }: ServerFrame) =>
      type === answer || (type === 'error' && (id === undefined || payload['in_reply_to'] === id));
    const came = await chat.after(mark).find(`an answer to ${text.slice(0, 60)}`, answers, PATIENCE.reply);
    if (came.type === 'error') refusals.claim(name);
    return came;
  }
}

const wordFor = ({ type, payload }: ServerFrame): string =>
  type === 'error' ? textOf(payload, 'code') : type;

function contentOf(course: readonly ServerFrame[], type: string): string {
  const frame = course.find((one) => one.type === type);
  return frame ? textOf(frame.payload, 'content') : `no ${type}`;
}
