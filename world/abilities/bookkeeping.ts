import { randomUUID } from 'node:crypto';
import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { PersonalBooks, UsageEvent } from '../drivers/witnesses';
import { PATIENCE } from '../service-levels';
import { need, type Stage } from '../stage';
import type { ChatAbility } from './chat';

/** What was counted for a person: how much was asked, and what became of each answer. */
export interface Account {
  readonly asked: number;
  /** Tokens and milliseconds of each answer, by its run. */
  readonly answered: Readonly<Record<string, { readonly tokens: number; readonly ms: number }>>;
  readonly failed: readonly string[];
}

interface SentTwice {
  readonly words: string;
  readonly key: string;
}

/** Comparing what a person did, and was told, with what the platform wrote down of it. */
export class BookkeepingAbility {
  private sent: SentTwice[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /** Asks that many questions, reads each answer, and one more to which there is none. */
  async askAll(answered: number, failing: boolean): Promise<void> {
    const { chat, assistant } = this.actor;
    for (let number = 1; number <= answered; number += 1) {
      await chat.ask(`What do ${number} servers at 14 dollars cost?`);
      await chat.answer();
    }
    if (!failing) return;
    await assistant.turnsAway();
    await chat.ask('And what do they cost next year?');
    await chat.failure();
  }

  /** By everything that the person's chat was told. */
  told(): Account {
    const frames = this.actor.chat.frames();
    const of = (type: string) => frames.filter((frame) => frame.type === type);
    const figure = ({ payload }: ServerFrame, name: string) => Number(payload[name]);
    return {
      asked: of('message_accepted').length,
      answered: Object.fromEntries(
        of('agent_completed').map((frame) => [
          frame.run_id ?? '',
          { tokens: figure(frame, 'tokens'), ms: figure(frame, 'duration_ms') },
        ]),
      ),
      failed: of('agent_error').map(({ run_id }) => run_id ?? ''),
    };
  }

  /** By the usage figures, once they say as much as that; what each agent did adds up to the whole of each answer. */
  async counted(wanted: Account): Promise<Account> {
    const figures = need(this.stage, 'usageFigures', 'usage-figures');
    const { account, name } = this.actor;
    const runs = Object.keys(wanted.answered).length + wanted.failed.length;
    const look = async () => {
      const events = await figures.events(account.known().id);
      const ended = events.filter(({ event }) => event === 'run_completed' || event === 'run_failed');
      if (ended.length < runs) throw new NotYet(`${ended.length} of ${runs} answers that came to an end`);
      return accountIn(events);
    };
    return eventually(`The usage figures never counted all that ${name} asked`, look, {
      within: PATIENCE.figures,
    });
  }

  /** Says so many things, each in every tab at the same moment and with the same key, as an app does that is unsure. */
  sendInEachTab(messages: number): void {
    const first = this.sent.length + 1;
    const fresh = Array.from({ length: messages }, (_, at) => ({
      words: `What do ${first + at} servers at 16 dollars cost?`,
      key: randomUUID(),
    }));
    this.sent = [...this.sent, ...fresh];
    for (const message of fresh) for (const tab of this.actor.tabs.all()) say(tab, message);
  }

  /** Resolves when the platform said of each that it was taken. */
  async areTaken(): Promise<void> {
    const { tabs, name } = this.actor;
    const look = () => {
      const taken = new Set(keysIn(tabs.all()));
      const open = this.sent.filter(({ key }) => !taken.has(key));
      if (open.length > 0) throw new NotYet(`${open.length} of ${this.sent.length} are open`);
    };
    await eventually(`${name}'s messages were not all taken`, look, { within: PATIENCE.answer });
  }

  /** Says everything once more, in the first tab. */
  async sendAllAgain(): Promise<void> {
    const [tab] = this.actor.tabs.all();
    if (!tab) throw new Error(`${this.actor.name} has no tab open.`);
    for (const message of this.sent) say(tab, message);
    await this.areTaken();
  }

  howMany(): number {
    return this.sent.length;
  }

  /** What is on record, once nothing more is under way. */
  async books(): Promise<PersonalBooks> {
    const records = need(this.stage, 'backendRecords', 'databases');
    const { account, name } = this.actor;
    const look = async () => {
      const books = await records.books(account.known().id);
      if (books.answers < books.runs) throw new NotYet(`${books.answers} answers of ${books.runs}`);
      return books;
    };
    return eventually(`${name}'s questions were not all answered`, look, { within: PATIENCE.restart });
  }
}

function say(tab: ChatAbility, { words, key }: SentTwice): void {
  tab.transmit(JSON.stringify({ type: 'chat_message', payload: { content: words, client_message_id: key } }));
}

function keysIn(tabs: readonly ChatAbility[]): string[] {
  return tabs
    .flatMap((tab) => tab.frames())
    .filter(({ type }) => type === 'message_accepted')
    .map(({ payload }) => textOf(payload, 'client_message_id'));
}

function accountIn(events: readonly UsageEvent[]): Account {
  const of = (name: string) => events.filter(({ event }) => event === name);
  return {
    asked: of('message_accepted').length,
    answered: Object.fromEntries(
      of('run_completed').map(({ runId, latencyMs }) => [
        runId,
        { tokens: sum(of('agent_step').filter((step) => step.runId === runId)), ms: latencyMs },
      ]),
    ),
    failed: of('run_failed').map(({ runId }) => runId),
  };
}

function sum(steps: readonly UsageEvent[]): number {
  return steps.reduce((tokens, step) => tokens + step.tokens, 0);
}
