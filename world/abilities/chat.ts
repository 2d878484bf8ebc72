import { randomUUID } from 'node:crypto';
import { textOf, type ServerFrame } from '../contract/frames';
import { BEGINNING, type Bookmark, type InboxSlice } from '../inbox';
import { PATIENCE, SERVICE_LEVELS } from '../service-levels';
import { OpenChat } from './open-chat';

export interface Question {
  readonly words: string;
  readonly clientMessageId: string;
  /** Where it was asked; absent: in a conversation of its own. */
  readonly threadId?: string;
  /** Taken before the question was sent. */
  readonly mark: Bookmark;
  readonly askedAt: number;
}

/** Asking the agents in an open chat, and reading what they answer. */
export class ChatAbility extends OpenChat {
  private asked: Question | undefined;
  private read: string | undefined;

  /** Opens the chat and asks at once, without waiting for a word of the platform. */
  async openAsking(words: string): Promise<void> {
    const clientMessageId = randomUUID();
    this.asked = { words, clientMessageId, mark: BEGINNING, askedAt: performance.now() };
    await this.open({ first: { content: words, clientMessageId } });
  }

  /** Asks something behind the pages and waits for the answer: what stands in the history afterwards. */
  async leaveConversation(words: string): Promise<void> {
    await this.openBehindThePages();
    await this.ask(words);
    this.read = await this.answer();
    await this.settle();
  }

  /** The newest answer that the person read. */
  lastAnswer(): string {
    if (this.read === undefined) throw new Error(`${this.actor.name} has not read any answer.`);
    return this.read;
  }

  /**
   * @param threadId absent: in a conversation of its own; a page asks in the one that is open
   * @param idempotencyKey absent: a new one; with one that was used before nothing new is asked
   */
  async ask(words: string, threadId?: string, idempotencyKey?: string): Promise<void> {
    const connection = this.connected();
    const [mark, askedAt] = [connection.inbox.mark(), performance.now()];
    const where = threadId === undefined ? {} : { threadId };
    const again = idempotencyKey === undefined ? {} : { clientMessageId: idempotencyKey };
    const clientMessageId = await connection.say({ content: words, ...where, ...again });
    this.asked = { words, clientMessageId, mark, askedAt, ...where };
  }

  /** Says things while there is no connection, which a page keeps until there is one. */
  async askInTheDark(questions: readonly string[]): Promise<void> {
    const screen = this.screen();
    for (const words of questions) {
      const [mark, askedAt] = [this.mark(), performance.now()];
      this.asked = { words, clientMessageId: 'chosen by the page', mark, askedAt };
      await screen.types(words);
      await screen.showsAsSending(words);
    }
  }

  /** Goes on after the connection was lost: takes up what was missed, and says again what was never accepted. */
  async comeBack(): Promise<void> {
    await this.reopen();
    if (this.hasScreen() || !this.asked || this.isAccepted()) return;
    const { words, clientMessageId, threadId } = this.asked;
    const where = threadId === undefined ? {} : { threadId };
    await this.connected().say({ content: words, clientMessageId, ...where });
  }

  /** Says the last question once more, as an app does that was told to try again: the same message, not a second one. */
  async sayAgain(): Promise<void> {
    const { words, clientMessageId, threadId } = this.question();
    const where = threadId === undefined ? {} : { threadId };
    await this.connected().say({ content: words, clientMessageId, ...where });
  }

  /** The platform's first word about the last question: that it arrived, or why it did not. */
  async reply(since: Bookmark = this.question().mark): Promise<ServerFrame> {
    const isWord = ({ type }: ServerFrame) => type === 'message_accepted' || type === 'error';
    return this.after(since).find('a word about the question', isWord, PATIENCE.reply);
  }

  private isAccepted(): boolean {
    const { clientMessageId } = this.question();
    return this.since()
      .all()
      .some(({ payload }) => payload['client_message_id'] === clientMessageId);
  }

  /** Asks something more in the conversation of the last question. */
  async goOn(words: string): Promise<void> {
    await this.ask(words, await this.threadId());
  }

  /** Takes up a question that the chat on the page proposes, and sends it. */
  async takeUp(proposed: string): Promise<void> {
    const [mark, askedAt] = [this.mark(), performance.now()];
    const clientMessageId = await this.screen().takeUp(proposed);
    this.asked = { words: proposed, clientMessageId, mark, askedAt };
  }

  /** From now on what was asked in another of the person's chats is waited for here as well. */
  follow(other: ChatAbility, mark: Bookmark): void {
    this.asked = { ...other.question(), mark };
  }

  /** Has the conversation before the person's eyes that another chat's last question began. A socket shows them all. */
  async showsConversationOf(other: ChatAbility): Promise<void> {
    await this.connected().screen?.turnTo(other.words());
  }

  /** The conversation that the last question belongs to. */
  async threadId(): Promise<string> {
    const accepted = await this.since().find(
      'message_accepted',
      ({ type, thread_id }) => type === 'message_accepted' && thread_id !== undefined,
      PATIENCE.reply,
    );
    return accepted.thread_id ?? '';
  }

  /** The run that answers the last question. */
  async runId(): Promise<string> {
    return (await this.accepted()).run_id ?? '';
  }

  /** What the person asked last. */
  words(): string {
    return this.question().words;
  }

  /**
   * Everything that was told of the run that answers a question, from its acceptance to its end, in order.
   * @throws when the run does not end with an answer
   */
  async courseOf(question: Question = this.question()): Promise<readonly ServerFrame[]> {
    const slice = this.after(question.mark);
    const { run_id: run = '?' } = await this.accepted(question);
    const isOfRun = ({ run_id }: ServerFrame) => run_id === run;
    await slice.find(
      `agent_completed for run ${run}`,
      (frame) => frame.type === 'agent_completed' && isOfRun(frame),
      PATIENCE.answer,
      (frame) => frame.type === 'agent_error' && isOfRun(frame),
    );
    return slice.all().filter(isOfRun);
  }

  /** Has the last question answered again, after its answer failed. */
  async tryAgain(): Promise<void> {
    const { messageId } = await this.acceptance();
    const [question, mark] = [this.question(), this.mark()];
    await this.connected().retry(messageId);
    this.asked = { ...question, mark };
  }

  /** Ends the answer that is being made. */
  async stopAnswer(): Promise<void> {
    await this.connected().stop(await this.runId());
  }

  /** The word that the answer to the last question came to nothing; it is no surprise any more. */
  async failure(): Promise<ServerFrame> {
    const run = await this.runId();
    const isIt = ({ type, run_id }: ServerFrame) => type === 'agent_error' && run_id === run;
    const told = await this.since().find('agent_error', isIt, PATIENCE.answer, isEndOf(run));
    this.actor.refusals.claim(this.actor.name);
    return told;
  }

  /** The platform's word that the question arrived, unchanged. */
  async acceptance(): Promise<{ messageId: string; content: string }> {
    const { payload } = await this.accepted();
    await this.connected().screen?.showsAsSent(this.words());
    return { messageId: textOf(payload, 'message_id'), content: textOf(payload, 'content') };
  }

  private async accepted({ mark, clientMessageId }: Question = this.question()): Promise<ServerFrame> {
    const isIt = ({ type, payload }: ServerFrame) =>
      type === 'message_accepted' && payload['client_message_id'] === clientMessageId;
    return this.after(mark).find('message_accepted for the question', isIt, PATIENCE.reply);
  }

  /** The first sign of an agent at work on the question, and the agent's name. */
  async firstAgent(): Promise<string> {
    const { askedAt } = this.question();
    const started = await this.since().find(
      'agent_started',
      ({ type }) => type === 'agent_started',
      SERVICE_LEVELS.first_agent_event,
    );
    const ms = Math.max(0, started.received_at - (performance.timeOrigin + askedAt));
    this.stage.evidence.measure('first_agent_event', ms, SERVICE_LEVELS.first_agent_event);
    this.stage.evidence.works('agent');
    return textOf(started.payload, 'agent');
  }

  /** Resolves when the first words of the answer to the last question have come, whichever they are. */
  async answerBegins(): Promise<void> {
    await this.since().find('partial_result', ({ type }) => type === 'partial_result', PATIENCE.answer);
  }

  /** What the person reads of an answer that is still being written. */
  async unfinishedAnswer(words: string): Promise<string> {
    const { screen } = this.connected();
    if (screen) return screen.unfinishedAnswer(words);
    const slice = this.since();
    const isThere = () => partsIn(slice.all()).startsWith(words);
    await slice.find(
      `"${words}" of an answer`,
      isThere,
      PATIENCE.answer,
      ({ type }) => type === 'final_report',
    );
    return partsIn(slice.all());
  }

  /** The whole answer, once the agents say that they are done with it; on a page, as it stands there. */
  async answer(): Promise<string> {
    await this.firstAgent();
    const slice = this.since();
    const report = await slice.find(
      'final_report',
      ({ type }) => type === 'final_report',
      PATIENCE.answer,
      ({ type }) => type === 'agent_error',
    );
    await slice.find(
      `agent_completed for run ${report.run_id ?? '?'}`,
      ({ type, run_id, payload }) =>
        type === 'agent_completed' && run_id === report.run_id && 'message_id' in payload,
      PATIENCE.answer,
    );
    this.measureTools(slice.all());
    this.stage.evidence.works('answer');
    const content = textOf(report.payload, 'content');
    const streamed = partsIn(slice.all().filter(({ run_id }) => run_id === report.run_id));
    if (streamed !== content)
      this.stage.breaches.push(
        `${this.actor.name} saw "${streamed}" stream in and was left with "${content}"`,
      );
    const { screen } = this.connected();
    await screen?.showsAtWork(agentsThatDidSomething(slice.all()));
    return (await screen?.answer(content)) ?? content;
  }

  private measureTools(frames: readonly ServerFrame[]): void {
    for (const done of frames.filter(({ type }) => type === 'tool_completed')) {
      const ms = Number(done.payload['duration_ms']);
      this.stage.evidence.measure('tool_result', ms, SERVICE_LEVELS.tool_result);
    }
  }

  private since(): InboxSlice {
    return this.connected().inbox.after(this.question().mark);
  }

  question(): Question {
    if (!this.asked) throw new Error(`${this.actor.name} has not asked anything${this.actor.whyNot()}.`);
    return this.asked;
  }
}

const isEndOf = (run: string) => (frame: ServerFrame) =>
  frame.type === 'agent_completed' && frame.run_id === run;

/** What was told of an answer while it was written; one that is begun anew counts from its first part on. */
function partsIn(frames: readonly ServerFrame[]): string {
  const parts = frames.filter(({ type }) => type === 'partial_result');
  const first = parts.findLastIndex(({ payload }) => payload['index'] === 0);
  return parts
    .slice(Math.max(0, first))
    .map(({ payload }) => textOf(payload, 'content'))
    .join('');
}

/** Those that thought or used a tool, by the events; starting and ending is no work. */
function agentsThatDidSomething(frames: readonly ServerFrame[]): string[] {
  const works = frames.filter(({ type }) => type === 'agent_thinking' || type === 'tool_completed');
  return [...new Set(works.map(({ payload }) => textOf(payload, 'agent')))];
}
