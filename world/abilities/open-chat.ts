import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { StoredMessage } from '../drivers/backend';
import type { ChatScreen, ChatSocket, Connection, Handshake } from '../drivers/chat';
import type { ThreadList } from '../drivers/threads';
import { BEGINNING, type Bookmark, type InboxSlice } from '../inbox';
import type { Refusal } from '../refusal';
import { PATIENCE } from '../service-levels';
import type { Stage } from '../stage';

/** One chat of a person, open: how it was opened, whose it is, what was said in it, and how it ends. */
export class OpenChat {
  private connection: Connection | undefined;
  private isPublic = false;

  constructor(
    protected readonly actor: Actor,
    protected readonly stage: Stage,
    protected readonly drivers: PersonalDrivers,
  ) {}

  async open(handshake?: Handshake): Promise<void> {
    this.isPublic = handshake?.publicly === true;
    this.connection = await this.drivers.chat.connect(this.actor.account.session(), handshake);
    this.stage.evidence.works('chat-socket');
  }

  /** Goes on over a new connection where the lost one stopped; a page opens it by itself. */
  protected async reopen(): Promise<void> {
    const following = this.connected();
    const { isPublic: publicly } = this;
    this.connection = await this.drivers.chat.connect(this.actor.account.session(), { following, publicly });
  }

  /** The same without a page, whatever the layer: for what is not the subject. */
  async openBehindThePages(): Promise<void> {
    this.connection = await this.drivers.behindThePages.chat.connect(this.actor.account.session());
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

  /** The same, with everything that was told. */
  frames(): readonly ServerFrame[] {
    return this.connected().inbox.all();
  }

  /** What was told since a bookmark, and goes on being told. */
  after(mark: Bookmark): InboxSlice {
    return this.connected().inbox.after(mark);
  }

  /** The platform's first word. */
  welcome(): ServerFrame {
    const [welcome] = this.frames();
    if (welcome?.type !== 'connection_established') throw new Error(`${this.actor.name} was not welcomed.`);
    return welcome;
  }

  /** Puts something on the wire as it is. */
  transmit(what: string | Uint8Array): void {
    this.socket().transmit(what);
  }

  /** Everything that was said in a conversation, by whomever, as the chat shows it when it turns there. */
  async historyOf(threadId: string): Promise<readonly string[]> {
    const mark = this.mark();
    await this.socket().turnTo(threadId);
    const isIt = ({ type }: ServerFrame) => type === 'thread_switched';
    const { payload } = await this.after(mark).find('thread_switched', isIt, PATIENCE.reply);
    const history = payload['history'] as readonly { readonly content: string }[];
    return history.map(({ content }) => content);
  }

  /** Which connection this is, by the platform's word. */
  connectionId(): string {
    return this.connected().id;
  }

  /** How many connections a person may have, or questions they may ask in so many seconds, by the platform's word at the welcome. */
  promised(limit: 'max_connections' | 'questions_per_window' | 'question_window'): number {
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

  /** The open chat's word that the person is called so by now; other news of the profile may come before it. */
  async hearsOfName(name: string, within: number): Promise<string> {
    const isIt = ({ type, payload }: ServerFrame) =>
      type === 'profile_updated' && textOf(payload, 'name') === name;
    const told = this.connected().inbox.after(BEGINNING);
    const frame = await told.find(`profile_updated with the name "${name}"`, isIt, within);
    return textOf(frame.payload, 'name');
  }

  /** The open chat's word that a login was completed elsewhere. */
  async hearsOfLogin(sessionId: string): Promise<ServerFrame> {
    const isIt = ({ type, payload }: ServerFrame) =>
      type === 'sign_in_completed' && payload['session_id'] === sessionId;
    const told = this.connected().inbox.after(BEGINNING);
    return told.find(`sign_in_completed for session ${sessionId}`, isIt, PATIENCE.propagation);
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

  /** The code with which the platform ended the chat of a page, and the word before it: neither is a surprise any more. */
  async endingOnPage(): Promise<{ said: string; closed: number }> {
    await this.connected().fence();
    const { refusals, name } = this.actor;
    const word = refusals.withdraw(({ code }) => code === 'token_revoked');
    const { status } = refusals.claim(name);
    return { said: word?.code ?? 'nothing', closed: status };
  }

  /** The session that the socket says it belongs to. */
  attributedTo(): string {
    return this.connected().sessionId;
  }

  /** The person's conversations as this chat has them. */
  threads(): ThreadList {
    return this.connected().threads;
  }

  /** What this chat was told from that place on. */
  news(since: Bookmark): InboxSlice {
    return this.connected().inbox.after(since);
  }

  /** A place in what this chat was told. */
  mark(): Bookmark {
    return this.connected().inbox.mark();
  }

  /** Turns to a conversation in this chat alone. @returns what is shown of it, oldest first. Throws Refused. */
  async turnTo(threadId: string): Promise<readonly StoredMessage[]> {
    return this.socket().turnTo(threadId);
  }

  hasScreen(): boolean {
    return this.connected().screen !== undefined;
  }

  /** The chat as it stands on the person's page. @throws where there is none */
  screen(): ChatScreen {
    const { screen } = this.connected();
    if (!screen) throw new Error(`${this.actor.name} chats without a page: there is nothing to see.`);
    return screen;
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
    const about = ({ thread_id }: ServerFrame) => ({
      userId,
      ...(thread_id === undefined ? {} : { threadId: thread_id }),
    });
    for (const frame of frames.filter(({ type }) => type === 'message_accepted')) {
      const [messageId, content] = [textOf(frame.payload, 'message_id'), textOf(frame.payload, 'content')];
      this.stage.ledger.note({ kind: 'message accepted', messageId, content, ...about(frame) });
    }
    for (const report of frames.filter(({ type }) => type === 'final_report')) {
      const done = frames.find(({ type, run_id }) => type === 'agent_completed' && run_id === report.run_id);
      if (!done) continue;
      const [messageId, content] = [textOf(done.payload, 'message_id'), textOf(report.payload, 'content')];
      this.stage.ledger.note({ kind: 'question answered', messageId, content, ...about(report) });
    }
    for (const { payload } of frames.filter(({ type }) => type === 'thread_deleted'))
      this.stage.ledger.note({
        kind: 'conversation deleted',
        userId,
        threadId: textOf(payload, 'thread_id'),
      });
  }

  protected connected(): Connection {
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
