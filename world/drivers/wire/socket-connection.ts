import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { WebSocket } from 'ws';
import { eventually, NotYet } from '../../../support/eventually';
import { textOf, type ServerFrame } from '../../contract/frames';
import { Inbox } from '../../inbox';
import { Refused, refusalInBody, type Refusal, type RefusalBook } from '../../refusal';
import { PATIENCE, SERVICE_LEVELS } from '../../service-levels';
import type { Session } from '../auth';
import type { StoredMessage } from '../backend';
import type { ChatMessage, ChatSocket, Connection, Ending } from '../chat';
import { FrameLog, fromJson, refusalInFrame, type FrameSurroundings } from '../frame-log';
import { ThreadsOverWebSocket } from './threads-over-websocket';

export interface SocketSurroundings extends FrameSurroundings {
  /** Error events and lost connections that nobody asked for end up here. */
  readonly refusals: RefusalBook;
}

/** Characters of what is put on the wire as it is, which may be anything. */
const MOST_SHOWN = 300;

/** One chat socket: what goes over it and what comes, how it ends, and how the next one goes on with it. */
export class SocketConnection implements Connection, ChatSocket {
  readonly inbox: Inbox;
  readonly socket = this;
  readonly threads: ThreadsOverWebSocket;
  id = '';
  sessionId = '';
  private readonly log: FrameLog;
  private closing = false;
  /** Another socket goes on with the inbox. */
  private isAbandoned = false;
  private ended: Ending | undefined;
  private notUpgraded: Refusal | undefined;
  private readonly whenEnded: Promise<void>;
  private refusedBeforeWelcome: ServerFrame | undefined;

  constructor(
    private readonly wire: WebSocket,
    private readonly around: SocketSurroundings,
    inbox: Inbox | undefined,
  ) {
    this.inbox = inbox ?? new Inbox(around.who);
    this.inbox.goesOn();
    this.log = new FrameLog(around, this.inbox);
    this.threads = new ThreadsOverWebSocket(this.inbox, (type, payload) => this.send({ type, payload }));
    wire.on('message', (data: Buffer, isBinary) => this.receive(data.toString('utf8'), isBinary));
    wire.on('unexpected-response', (_request, response) => void this.turnedAway(response));
    wire.on('error', (cause) => this.lost(1006, cause.message));
    this.whenEnded = new Promise((resolve) => {
      wire.on('close', (code, reason) => {
        this.lost(code, reason.toString());
        resolve();
      });
    });
  }

  /** The server's first frame. @throws Refused when the connection ends, or an error comes, instead. */
  async welcome(): Promise<ServerFrame> {
    const frame = await this.inbox
      .after(this.inbox.mark())
      .find('a welcome', () => true, Math.max(SERVICE_LEVELS.websocket_connected * 2, PATIENCE.reply))
      .catch(() => undefined); // What came instead is told below.
    if (frame?.type === 'connection_established') return frame;
    // A word about why may come before the end itself.
    if (frame?.type === 'error') await this.ending(PATIENCE.reply).catch(() => undefined);
    throw this.refusedAtTheDoor(frame);
  }

  async fence(): Promise<void> {
    if (this.ended) return;
    const mark = this.inbox.mark();
    this.wire.send(JSON.stringify({ type: 'ping', payload: {} }));
    await this.inbox.after(mark).find('a pong', ({ type }) => type === 'pong', PATIENCE.reply);
    await this.log.answered();
  }

  accepted({ payload }: ServerFrame, afterMs: number): void {
    this.id = textOf(payload, 'connection_id');
    this.sessionId = textOf(payload, 'session_id');
    this.log.opened(afterMs);
  }

  /** Asks for what was missed since the socket before this one. What is not kept any more is told as a refusal. */
  async resume(): Promise<void> {
    const told = this.inbox.all();
    const before = told.filter(({ type }) => type === 'connection_established').at(-2);
    if (!before) throw new Error(`${this.around.who} has no connection to go on with.`);
    // What comes by itself may be faster than this question: it is not what was seen before.
    const welcome = told.findLastIndex(({ type }) => type === 'connection_established');
    const last = told.slice(0, welcome).findLast(({ seq }) => seq !== undefined)?.seq;
    const seen = last ?? Number(before.payload['last_seq']);
    const mark = this.inbox.mark();
    const resume_token = textOf(before.payload, 'resume_token');
    this.send({ type: 'resume', payload: { resume_token, last_seq: seen } });
    const isAnswer = ({ type }: ServerFrame) => type === 'resumed' || type === 'error';
    const answer = await this.inbox.after(mark).find('resumed', isAnswer, PATIENCE.reply);
    const end = seen + Number(answer.payload['replayed'] ?? 0);
    if (end === seen) return;
    const isEnd = ({ seq }: ServerFrame) => seq === end;
    await this.inbox.after(mark).find(`the missed events up to #${end}`, isEnd, PATIENCE.reply);
  }

  async say({ content, threadId, clientMessageId = randomUUID() }: ChatMessage): Promise<string> {
    const frame = {
      type: 'chat_message',
      payload: { content, client_message_id: clientMessageId },
      ...(threadId ? { thread_id: threadId } : {}),
    };
    this.send(frame);
    return clientMessageId;
  }

  async retry(messageId: string): Promise<void> {
    this.send({ type: 'retry', payload: { message_id: messageId } });
  }

  async stop(runId: string): Promise<void> {
    this.send({ type: 'stop', payload: { run_id: runId } });
  }

  stopReading(): void {
    this.wire.pause();
  }

  async close(): Promise<void> {
    this.closing = true;
    // Whoever does not read would never read that the server agrees.
    if (this.wire.isPaused) this.wire.terminate();
    else this.wire.close(1000);
    const abandon = setTimeout(() => this.wire.terminate(), PATIENCE.reply);
    await this.whenEnded;
    clearTimeout(abandon);
  }

  get protocol(): string {
    return this.wire.protocol;
  }

  async renew({ accessToken }: Session): Promise<void> {
    const mark = this.inbox.mark();
    this.send({ type: 'refresh_token', payload: { access_token: accessToken } });
    const isAnswer = ({ type }: ServerFrame) => type === 'token_refreshed' || type === 'error';
    const answer = await this.inbox.after(mark).find('token_refreshed', isAnswer, PATIENCE.reply);
    if (answer.type === 'error')
      throw new Error(`${this.around.who}'s newer token was not taken: ${textOf(answer.payload, 'message')}`);
  }

  async turnTo(threadId: string): Promise<readonly StoredMessage[]> {
    const mark = this.inbox.mark();
    this.send({ type: 'switch_thread', payload: { thread_id: threadId } });
    const isAnswer = ({ type }: ServerFrame) => type === 'thread_switched' || type === 'error';
    const answer = await this.inbox.after(mark).find('thread_switched', isAnswer, PATIENCE.reply);
    if (answer.type === 'error') throw this.claimed(answer);
    return answer.payload['history'] as readonly StoredMessage[];
  }

  abandon(): void {
    this.closing = true;
    this.isAbandoned = true;
    this.wire.removeAllListeners('message');
    this.wire.terminate();
  }

  transmit(what: string | Uint8Array): void {
    this.wire.send(what);
    const text = typeof what === 'string' ? what : `${what.byteLength} bytes`;
    this.log.sent(typeof what === 'string' ? fromJson(what) : undefined, text.slice(0, MOST_SHOWN));
  }

  async ending(within: number): Promise<Ending> {
    const look = () => {
      if (!this.ended) throw new NotYet('the chat is open');
      return this.ended;
    };
    return eventually(`${this.around.who}'s chat was never ended`, look, { within });
  }

  private send(frame: { readonly type: string; readonly payload: object }): void {
    this.transmit(JSON.stringify(frame));
  }

  /** The "no" in an answer, thrown where it was asked for instead of told among what nobody asked for. */
  private claimed({ payload }: ServerFrame): Error {
    const code = textOf(payload, 'code');
    const refusal = this.around.refusals.withdraw((one) => one.code === code);
    return refusal
      ? new Refused(refusal)
      : new Error(`${this.around.who} was told "${code}", and it was not noted`);
  }

  private receive(text: string, isBinary: boolean): void {
    const frame = this.log.received(text, isBinary);
    if (!frame) return;
    if (frame.type === 'error' && !this.id) {
      this.refusedBeforeWelcome = frame;
      return;
    }
    const refusal = refusalInFrame(frame, this.whileConnected(), this.ended?.code);
    if (refusal) this.around.refusals.add(refusal);
  }

  private lost(code: number, reason: string): void {
    if (this.ended) return;
    this.ended = { code, reason };
    if (!this.isAbandoned) this.inbox.end(`the chat was closed with ${code} ${reason}`.trim());
    this.log.closed(code, reason);
    if (this.closing || !this.id) return;
    this.around.refusals.add({
      code: `close_${code}`,
      status: code,
      detail: reason,
      during: this.whileConnected(),
    });
  }

  /** The upgrade was answered as any other call: the "no" is in the body. */
  private async turnedAway(response: IncomingMessage): Promise<void> {
    const status = response.statusCode ?? 0;
    const body = fromJson(await text(response));
    this.notUpgraded = refusalInBody(body, status, this.atTheDoor());
    this.lost(1006, this.notUpgraded.detail);
    this.wire.terminate();
  }

  private refusedAtTheDoor(frame: ServerFrame | undefined): Error {
    if (this.notUpgraded) return new Refused(this.notUpgraded);
    const during = this.atTheDoor();
    const said = this.refusedBeforeWelcome ?? frame;
    const refusal = said && refusalInFrame(said, during, this.ended?.code);
    if (refusal) return new Refused(refusal);
    if (!this.ended)
      return new Error(
        `${during}: the first frame was ${frame?.type ?? 'missing'}, not connection_established`,
      );
    const { code, reason } = this.ended;
    return new Refused({ code: `close_${code}`, status: code, detail: reason, during });
  }

  private atTheDoor(): string {
    return `${this.around.who} opens the chat`;
  }

  private whileConnected(): string {
    return `${this.around.who} is connected to the chat`;
  }
}
