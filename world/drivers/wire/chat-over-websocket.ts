import { randomBytes, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { textOf, type ServerFrame } from '../../contract/frames';
import { Inbox } from '../../inbox';
import { Refused, type RefusalBook } from '../../refusal';
import { PATIENCE, SERVICE_LEVELS } from '../../service-levels';
import type { Session } from '../auth';
import type { ChatDriver, ChatMessage, Connection } from '../chat';
import { FrameLog, refusalInFrame, type FrameSurroundings } from '../frame-log';
import type { AddressBook } from './addresses';

export interface ChatSurroundings extends FrameSurroundings {
  readonly origin: string;
  readonly addresses: AddressBook;
  /** Error events and lost connections that nobody asked for end up here. */
  readonly refusals: RefusalBook;
}

/** The chat socket of the wire contract, opened as a service would (`Authorization: Bearer`). */
export class ChatOverWebSocket implements ChatDriver {
  constructor(private readonly around: ChatSurroundings) {}

  async connect(session: Session): Promise<Connection> {
    const { traceId, origin, addresses } = this.around;
    const startedAt = performance.now();
    const socket = new WebSocket(await addresses.chat(), ['chat.v1'], {
      origin,
      handshakeTimeout: PATIENCE.response,
      headers: {
        authorization: `Bearer ${session.accessToken}`,
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
    });
    const connection = new SocketConnection(socket, this.around);
    const welcome = await connection.welcome().catch((cause: unknown) => {
      socket.terminate();
      throw cause;
    });
    connection.accepted(welcome, performance.now() - startedAt);
    return connection;
  }
}

class SocketConnection implements Connection {
  readonly inbox: Inbox;
  id = '';
  sessionId = '';
  private readonly log: FrameLog;
  private closing = false;
  private ended: { code: number; reason: string } | undefined;
  private readonly whenEnded: Promise<void>;
  private refusedBeforeWelcome: ServerFrame | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly around: ChatSurroundings,
  ) {
    this.inbox = new Inbox(around.who);
    this.log = new FrameLog(around, this.inbox);
    socket.on('message', (data: Buffer, isBinary) => this.receive(data.toString('utf8'), isBinary));
    socket.on('error', (cause) => this.lost(1006, cause.message));
    this.whenEnded = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.lost(code, reason.toString());
        resolve();
      });
    });
  }

  /** The server's first frame. @throws Refused when the connection ends, or an error comes, instead. */
  async welcome(): Promise<ServerFrame> {
    const frame = await this.inbox
      .after(this.inbox.mark())
      .find('a welcome', () => true, SERVICE_LEVELS.websocket_connected * 2)
      .catch(() => undefined); // What came instead is told below.
    if (frame?.type === 'connection_established') return frame;
    throw this.refusedAtTheDoor(frame);
  }

  async fence(): Promise<void> {
    if (this.ended) return;
    const mark = this.inbox.mark();
    this.socket.send(JSON.stringify({ type: 'ping', payload: {} }));
    await this.inbox.after(mark).find('a pong', ({ type }) => type === 'pong', PATIENCE.reply);
  }

  accepted({ payload }: ServerFrame, afterMs: number): void {
    this.id = textOf(payload, 'connection_id');
    this.sessionId = textOf(payload, 'session_id');
    this.log.opened(afterMs);
  }

  async say({ content, threadId, clientMessageId = randomUUID() }: ChatMessage): Promise<string> {
    const frame = {
      type: 'chat_message',
      payload: { content, client_message_id: clientMessageId },
      ...(threadId ? { thread_id: threadId } : {}),
    };
    this.socket.send(JSON.stringify(frame));
    this.log.sent(frame);
    return clientMessageId;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.socket.close(1000);
    const abandon = setTimeout(() => this.socket.terminate(), PATIENCE.reply);
    await this.whenEnded;
    clearTimeout(abandon);
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
    this.inbox.end(`the chat was closed with ${code} ${reason}`.trim());
    this.log.closed(code, reason);
    if (this.closing || !this.id) return;
    this.around.refusals.add({
      code: `close_${code}`,
      status: code,
      detail: reason,
      during: this.whileConnected(),
    });
  }

  private refusedAtTheDoor(frame: ServerFrame | undefined): Error {
    const during = `${this.around.who} opens the chat`;
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

  private whileConnected(): string {
    return `${this.around.who} is connected to the chat`;
  }
}
