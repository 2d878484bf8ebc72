import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { ChatSocket, Connection, Handshake } from '../drivers/chat';
import { BEGINNING, type Bookmark, type InboxSlice } from '../inbox';
import type { Refusal } from '../refusal';
import { PATIENCE, SERVICE_LEVELS } from '../service-levels';
import type { Stage } from '../stage';

interface Question {
  readonly words: string;
  readonly clientMessageId: string;
  /** Taken before the question was sent. */
  readonly mark: Bookmark;
  readonly askedAt: number;
}

/** Chatting with the agents over one socket, and what the person remembers of it. */
export class ChatAbility {
  private connection: Connection | undefined;
  private asked: Question | undefined;
  private read: string | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

  async open(handshake?: Handshake): Promise<void> {
    this.connection = await this.drivers.chat.connect(this.actor.account.session(), handshake);
    this.stage.evidence.works('chat-socket');
  }

  /** Opens the chat and asks at once, without waiting for a word of the platform. */
  async openAsking(words: string): Promise<void> {
    const clientMessageId = randomUUID();
    this.asked = { words, clientMessageId, mark: BEGINNING, askedAt: performance.now() };
    await this.open({ first: { content: words, clientMessageId } });
  }

  /** Tries to open one more chat beside the one that is open, with another token or in another way. */
  async openAnother(handshake: Handshake, accessToken?: string): Promise<void> {
    const session = this.actor.account.session();
    const shown = accessToken === undefined ? session : { ...session, accessToken };
    const connection = await this.drivers.chat.connect(shown, handshake);
    await connection.close();
  }

  /** What the platform said in this chat, in order. */
  told(since: Bookmark = BEGINNING): readonly string[] {
    return this.connected()
      .inbox.after(since)
      .all()
      .map(({ type }) => type);
  }

  /** Which connection this is, by the platform's word. */
  connectionId(): string {
    return this.connected().id;
  }

  /** How many connections a person may have, or questions they may ask in a while, by the platform's word at the welcome. */
  promised(limit: 'max_connections' | 'questions_per_window'): number {
    const [welcome] = this.connected().inbox.all();
    const limits = welcome?.payload['limits'] as Readonly<Record<string, unknown>> | undefined;
    const most = limits?.[limit];
    if (typeof most !== 'number') throw new Error(`The welcome says nothing of ${limit}.`);
    return most;
  }

  /** Whether this chat still answers: a later event on the same socket arrives. */
  async goesOn(): Promise<boolean> {
    const mark = this.mark();
    await this.connected().fence();
    return this.told(mark).length > 0;
  }

  /** Waits for the platform's word that the token of this chat is about to expire. */
  async warning(): Promise<void> {
    const isWarning = ({ type }: ServerFrame) => type === 'token_expiring';
    const { exp } = this.actor.account.claims();
    const within = Math.max(0, exp * 1_000 - Date.now());
    await this.connected().inbox.after(BEGINNING).find('token_expiring', isWarning, within);
  }

  /** Gives the open chat the tokens that the login has now. */
  async showNewToken(): Promise<void> {
    await this.socket().renew(this.actor.account.session());
  }

  /** Asks something behind the pages and waits for the answer: what stands in the history afterwards. */
  async leaveConversation(words: string): Promise<void> {
    const { chat } = this.drivers.behindThePages;
    this.connection = await chat.connect(this.actor.account.session());
    await this.ask(words);
    this.read = await this.answer();
    await this.settle();
  }

  /** The open chat's word that a login was completed elsewhere. */
  async hearsOfLogin(sessionId: string): Promise<ServerFrame> {
    const isIt = ({ type, payload }: ServerFrame) =>
      type === 'sign_in_completed' && payload['session_id'] === sessionId;
    const told = this.connected().inbox.after(BEGINNING);
    return told.find(`sign_in_completed for session ${sessionId}`, isIt, PATIENCE.propagation);
  }

  /** The newest answer that the person read. */
  lastAnswer(): string {
    if (this.read === undefined) throw new Error(`${this.actor.name} has not read any answer.`);
    return this.read;
  }

  protocol(): string {
    return this.socket().protocol;
  }

  /** How the platform ended the chat: what it said before, and the close. Neither is a surprise any more. */
  async ending(within: number = PATIENCE.reply): Promise<{ said: Refusal; closed: Refusal }> {
    await this.socket().ending(within);
    const [said, closed] = [
      this.actor.refusals.claim(this.actor.name),
      this.actor.refusals.claim(this.actor.name),
    ];
    return { said, closed };
  }

  /** The session that the socket says it belongs to. */
  attributedTo(): string {
    return this.connected().sessionId;
  }

  async ask(words: string): Promise<void> {
    const connection = this.connected();
    const [mark, askedAt] = [connection.inbox.mark(), performance.now()];
    const clientMessageId = await connection.say({ content: words });
    this.asked = { words, clientMessageId, mark, askedAt };
  }

  /** From now on what was asked in another of the person's chats is waited for here as well. */
  follow(other: ChatAbility, mark: Bookmark): void {
    this.asked = { ...other.question(), mark };
  }

  /** Has the conversation before the person's eyes that another chat's last question began. A socket shows them all. */
  async showsConversationOf(other: ChatAbility): Promise<void> {
    await this.connected().screen?.turnTo(other.words());
  }

  /** A place in what this chat was told. */
  mark(): Bookmark {
    return this.connected().inbox.mark();
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

  /** Turns to a conversation in this chat alone. @returns how many messages of it are shown. */
  async turnTo(threadId: string): Promise<number> {
    return this.socket().turnTo(threadId);
  }

  /** What the person asked last. */
  words(): string {
    return this.question().words;
  }

  /** The platform's word that the question arrived, unchanged. */
  async acceptance(): Promise<{ messageId: string; content: string }> {
    const { clientMessageId } = this.question();
    const frame = await this.since().find(
      'message_accepted for the question',
      ({ type, payload }) => type === 'message_accepted' && payload['client_message_id'] === clientMessageId,
      PATIENCE.reply,
    );
    await this.connected().screen?.showsAsSent(this.words());
    return { messageId: textOf(frame.payload, 'message_id'), content: textOf(frame.payload, 'content') };
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

  /** What the person reads of an answer that is still being written. */
  async unfinishedAnswer(words: string): Promise<string> {
    const { screen } = this.connected();
    if (!screen)
      throw new Error(`${this.actor.name} reads answers without a page: there is nothing to see of them.`);
    return screen.unfinishedAnswer(words);
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
    const streamed = slice
      .all()
      .filter(({ type, run_id }) => type === 'partial_result' && run_id === report.run_id)
      .map(({ payload }) => textOf(payload, 'content'))
      .join('');
    if (streamed !== content)
      this.stage.breaches.push(
        `${this.actor.name} saw "${streamed}" stream in and was left with "${content}"`,
      );
    const { screen } = this.connected();
    await screen?.showsAtWork(agentsThatDidSomething(slice.all()));
    return (await screen?.answer(content)) ?? content;
  }

  /** The code with which the platform ended the chat of a page, and the word before it: neither is a surprise any more. */
  async endingOnPage(): Promise<{ said: string; closed: number }> {
    await this.connected().fence();
    const { refusals, name } = this.actor;
    const word = refusals.withdraw(({ code }) => code === 'token_revoked');
    const { status } = refusals.claim(name);
    return { said: word?.code ?? 'nothing', closed: status };
  }

  /** Lets what is on its way arrive, notes everything that the person was told, and closes the chat. */
  async settle(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    this.connection = undefined;
    try {
      await connection.fence();
      this.noteWhatWasTold(connection.inbox.all());
    } finally {
      await connection.close();
    }
  }

  private noteWhatWasTold(frames: readonly ServerFrame[]): void {
    const userId = this.userId();
    for (const { payload } of frames.filter(({ type }) => type === 'message_accepted')) {
      const [messageId, content] = [textOf(payload, 'message_id'), textOf(payload, 'content')];
      this.stage.ledger.note({ kind: 'message accepted', messageId, userId, content });
    }
    for (const report of frames.filter(({ type }) => type === 'final_report')) {
      const done = frames.find(({ type, run_id }) => type === 'agent_completed' && run_id === report.run_id);
      if (!done) continue;
      const [messageId, content] = [textOf(done.payload, 'message_id'), textOf(report.payload, 'content')];
      this.stage.ledger.note({ kind: 'question answered', messageId, userId, content });
    }
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

  private connected(): Connection {
    if (!this.connection) throw new Error(`${this.actor.name}'s chat is not open${this.actor.whyNot()}.`);
    return this.connection;
  }

  private socket(): ChatSocket {
    const { socket } = this.connected();
    if (!socket) throw new Error(`${this.actor.name}'s page holds the socket of the chat; nobody else can.`);
    return socket;
  }

  private userId(): string {
    return this.actor.account.known().id;
  }
}

/** Those that thought or used a tool, by the events; starting and ending is no work. */
function agentsThatDidSomething(frames: readonly ServerFrame[]): string[] {
  const works = frames.filter(({ type }) => type === 'agent_thinking' || type === 'tool_completed');
  return [...new Set(works.map(({ payload }) => textOf(payload, 'agent')))];
}
