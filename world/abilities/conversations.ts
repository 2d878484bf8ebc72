import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { StoredMessage } from '../drivers/backend';
import type { Bookmark } from '../inbox';
import { PATIENCE } from '../service-levels';
import type { Stage } from '../stage';
import type { ChatAbility } from './chat';
import { isKnown } from './known';

interface Asked {
  readonly words: string;
  readonly clientMessageId: string;
  readonly mark: Bookmark;
}

interface Conversation {
  readonly id: string;
  /** What was said in it and answered, in turn, as the person read it. */
  readonly said: readonly string[];
  readonly asked?: Asked;
}

/** An answer, and the conversations in which anything of it was told. */
export interface PlacedAnswer {
  readonly content: string;
  readonly toldIn: readonly (string | undefined)[];
}

/** Keeping things apart: conversations by their titles, and what was said in each. */
export class ConversationsAbility {
  private readonly known = new Map<string, Conversation>();
  private shown: readonly StoredMessage[] | undefined;
  private deletedAt: { readonly id: string; readonly mark: Bookmark } | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  async begin(title: string, chat: ChatAbility = this.actor.chat): Promise<void> {
    await isKnown(this.actor);
    this.known.set(title, { id: await chat.threads().begin(title), said: [] });
  }

  /** One that came about in another way; where there are two of a name, the later one. */
  know(title: string, id: string): void {
    this.known.set(title, { id, said: [] });
  }

  idOf(title: string): string {
    return this.called(title).id;
  }

  /** Begins it, asks one thing in it and reads the answer. */
  async talkAbout(subject: string, title: string): Promise<void> {
    await this.begin(title);
    await this.ask(`Tell me something about ${subject}.`, title);
    await this.answerIn(title);
  }

  async ask(words: string, title: string, chat: ChatAbility = this.actor.chat): Promise<void> {
    const conversation = this.called(title);
    await chat.ask(words, conversation.id);
    const { clientMessageId, mark } = chat.question();
    this.known.set(title, { ...conversation, asked: { words, clientMessageId, mark } });
  }

  /** Resolves when the first words of the answer have come, whichever they are. */
  async answerBegins(title: string, chat: ChatAbility = this.actor.chat): Promise<void> {
    const run = await this.runIn(title, chat);
    await chat
      .news(this.asked(title).mark)
      .find(`the beginning of an answer in "${title}"`, isOf(run, 'partial_result'), PATIENCE.answer);
  }

  /** The answer to what was asked last in that conversation, once it is whole. */
  async answerIn(title: string): Promise<PlacedAnswer> {
    const { chat } = this.actor;
    const { mark, words } = this.asked(title);
    const run = await this.runIn(title, chat);
    const news = chat.news(mark);
    const failed = isOf(run, 'agent_error');
    const report = await news.find(
      `an answer in "${title}"`,
      isOf(run, 'final_report'),
      PATIENCE.answer,
      failed,
    );
    await news.find(`the end of the answer in "${title}"`, isOf(run, 'agent_completed'), PATIENCE.answer);
    const content = textOf(report.payload, 'content');
    const conversation = this.called(title);
    this.known.set(title, { ...conversation, said: [...conversation.said, words, content] });
    const ofIt = news.all().filter(({ run_id }) => run_id === run);
    return { content, toldIn: [...new Set(ofIt.map(({ thread_id }) => thread_id))] };
  }

  /** Whether an answer is still being made to what was asked last in that conversation. */
  isBeingAnswered(title: string): boolean {
    const told = this.actor.chat.news(this.asked(title).mark).all();
    const { id } = this.called(title);
    const isHere = (type: string) => told.some((frame) => frame.type === type && frame.thread_id === id);
    return isHere('partial_result') && !isHere('final_report');
  }

  async turnTo(title: string): Promise<void> {
    this.shown = await this.actor.chat.turnTo(this.idOf(title));
  }

  /** What was shown of the conversation that the person turned to last. */
  lastShown(): readonly string[] {
    if (!this.shown) throw new Error(`${this.actor.name} has not turned to any conversation.`);
    return this.shown.map(({ content }) => content);
  }

  /** What was said in it and answered, in turn. */
  saidIn(title: string): readonly string[] {
    const { said } = this.called(title);
    if (said.length === 0) throw new Error(`${this.actor.name} has said nothing in "${title}".`);
    return said;
  }

  async rename(title: string, to: string, chat: ChatAbility): Promise<void> {
    await chat.threads().rename(title, to);
    this.known.set(to, this.called(title));
  }

  async remove(title: string, chat: ChatAbility): Promise<void> {
    this.deletedAt = { id: this.idOf(title), mark: chat.mark() };
    await chat.threads().remove(title);
  }

  /** Which conversation was deleted last. */
  lastDeleted(): string {
    if (!this.deletedAt) throw new Error(`${this.actor.name} has deleted no conversation.`);
    return this.deletedAt.id;
  }

  /** Resolves when the chat was told that the conversation is deleted. */
  async isGone(title: string): Promise<void> {
    const id = this.idOf(title);
    const mark = this.deletedAt?.mark ?? this.actor.chat.mark();
    const isIt = ({ type, thread_id }: ServerFrame) => type === 'thread_deleted' && thread_id === id;
    await this.actor.chat.news(mark).find(`thread_deleted for "${title}"`, isIt, PATIENCE.reply);
  }

  /** The titles in each tab, as soon as each has just these; in no order. @throws with what a tab has instead. */
  async areListed(titles: readonly string[]): Promise<void> {
    for (const [index, tab] of this.actor.tabs.all().entries()) {
      const look = async () => {
        const listed = [...(await tab.threads().titles())].sort();
        if (listed.join('\n') !== [...titles].sort().join('\n'))
          throw new NotYet(
            `wanted   ${titles.join(', ') || 'none'}\nlast     ${listed.join(', ') || 'none'}`,
          );
      };
      const never = `Tab ${index + 1} of ${this.actor.name} never had the right conversations`;
      await eventually(never, look, { within: PATIENCE.page });
    }
  }

  /** What a tab was told about the deleted conversation after its end. */
  afterDeletion(chat: ChatAbility): readonly string[] {
    if (!this.deletedAt) throw new Error(`${this.actor.name} has deleted no conversation.`);
    const { id, mark } = this.deletedAt;
    const told = chat.news(mark).all();
    const end = told.findIndex(({ type, thread_id }) => type === 'thread_deleted' && thread_id === id);
    if (end === -1) throw new Error(`${this.actor.name} was never told that the conversation is deleted.`);
    return told.slice(end + 1).flatMap(({ type, thread_id }) => (thread_id === id ? [type] : []));
  }

  /** What the agents put before the language model about the newest question, the question included. */
  async toldToAgents(words: string): Promise<readonly { readonly agent: string; readonly told: string }[]> {
    const requests = await this.actor.assistant.requests();
    return requests
      .map(({ agent, messages }) => ({
        agent,
        told: messages.map(({ content }) => String(content)).join('\n'),
      }))
      .filter(({ told }) => told.includes(words));
  }

  /** What the agents said, each at its start, that they know of the conversation; once all of them have. */
  async contextIn(title: string): Promise<readonly unknown[]> {
    await this.answerIn(title);
    const isStart = isOf(await this.runIn(title, this.actor.chat), 'agent_started');
    const told = this.actor.chat.news(this.asked(title).mark).all();
    return told.filter(isStart).map(({ payload }) => payload['context']);
  }

  private async runIn(title: string, chat: ChatAbility): Promise<string> {
    const { mark, clientMessageId, words } = this.asked(title);
    const isIt = ({ type, payload }: ServerFrame) =>
      type === 'message_accepted' && payload['client_message_id'] === clientMessageId;
    const accepted = await chat.news(mark).find(`message_accepted for "${words}"`, isIt, PATIENCE.reply);
    if (accepted.run_id === undefined) throw new Error(`"${words}" was accepted without a run.`);
    this.stage.evidence.works('agent');
    return accepted.run_id;
  }

  private asked(title: string): Asked {
    const { asked } = this.called(title);
    if (!asked) throw new Error(`${this.actor.name} has asked nothing in "${title}".`);
    return asked;
  }

  private called(title: string): Conversation {
    const conversation = this.known.get(title);
    if (!conversation) throw new Error(`${this.actor.name} knows no conversation "${title}".`);
    return conversation;
  }
}

function isOf(run: string, type: string): (frame: ServerFrame) => boolean {
  return (frame) => frame.type === type && frame.run_id === run;
}
