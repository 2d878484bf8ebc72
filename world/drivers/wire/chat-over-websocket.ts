import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { breachesOf, textOf, type ServerFrame } from '../../contract/frames';
import type { EvidenceRecorder } from '../../evidence/recorder';
import { Inbox } from '../../inbox';
import { Refused, type RefusalBook } from '../../refusal';
import { PATIENCE, SERVICE_LEVELS } from '../../service-levels';
import type { Session } from '../auth';
import type { ChatDriver, ChatMessage, Connection } from '../chat';
import type { AddressBook } from './addresses';

export interface ChatSurroundings {
  readonly who: string;
  readonly traceId: string;
  readonly origin: string;
  readonly addresses: AddressBook;
  readonly evidence: EvidenceRecorder;
  /** Error events and lost connections that nobody asked for end up here. */
  readonly refusals: RefusalBook;
  /** Told of every breach of the message contract. */
  readonly onBreach: (sentence: string) => void;
}

/** The chat socket of the wire contract, opened as a service would (`Authorization: Bearer`). */
export class ChatOverWebSocket implements ChatDriver {
  constructor(private readonly around: ChatSurroundings) {}

  async connect(session: Session): Promise<Connection> {
    const { who, traceId, origin, addresses, evidence } = this.around;
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
    evidence.measure(
      'websocket_connected',
      performance.now() - startedAt,
      SERVICE_LEVELS.websocket_connected,
    );
    connection.accepted(welcome);
    evidence.exchange({ actor: who, peer: 'backend', kind: 'websocket', what: 'chat opened' });
    return connection;
  }
}

class SocketConnection implements Connection {
  readonly inbox: Inbox;
  id = '';
  sessionId = '';
  private closing = false;
  private lastSeq: number | undefined;
  private ended: { code: number; reason: string } | undefined;
  private readonly whenEnded: Promise<void>;
  private refusedBeforeWelcome: ServerFrame | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly around: ChatSurroundings,
  ) {
    this.inbox = new Inbox(around.who);
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

  accepted({ payload }: ServerFrame): void {
    this.id = textOf(payload, 'connection_id');
    this.sessionId = textOf(payload, 'session_id');
  }

  say({ content, clientMessageId, threadId }: ChatMessage): void {
    const frame = {
      type: 'chat_message',
      payload: { content, client_message_id: clientMessageId },
      ...(threadId ? { thread_id: threadId } : {}),
    };
    this.socket.send(JSON.stringify(frame));
    this.record('sent chat_message', { sent: frame });
  }

  async close(): Promise<void> {
    this.closing = true;
    this.socket.close(1000);
    const abandon = setTimeout(() => this.socket.terminate(), PATIENCE.reply);
    await this.whenEnded;
    clearTimeout(abandon);
  }

  private receive(text: string, isBinary: boolean): void {
    const receivedAt = Date.now();
    const frame = parsed(text);
    const breaches = isBinary ? ['a frame is binary'] : breachesOf(frame);
    this.around.evidence.frameChecked();
    for (const breach of breaches) this.around.onBreach(`${breach}: ${text.slice(0, 200)}`);
    if (!isFrame(frame)) return;
    this.compareWithOthers(frame);
    const { type, payload, id, timestamp, thread_id, run_id, seq, trace_id } = frame;
    this.inbox.push({
      type,
      payload,
      id,
      timestamp,
      thread_id,
      run_id,
      seq,
      trace_id,
      received_at: receivedAt,
    });
    this.record(`received ${type}`, { received: frame, at: receivedAt });
    if (timestamp && type !== 'resumed') {
      this.around.evidence.measure(
        'event_delivery',
        Math.max(0, receivedAt - Date.parse(timestamp)),
        SERVICE_LEVELS.event_delivery,
      );
    }
    if (type === 'error' && !this.id) this.refusedBeforeWelcome = frame as ServerFrame;
    else if (type === 'error' || type === 'agent_error')
      this.around.refusals.add(this.refusalFrom(frame as ServerFrame));
  }

  /** What a schema cannot see: frames belong to the trace that caused them, and none is missing or doubled. */
  private compareWithOthers({ type, payload, seq, trace_id }: Omit<ServerFrame, 'received_at'>): void {
    const { traceId, onBreach } = this.around;
    if (trace_id !== traceId) onBreach(`${type} carries the trace ${trace_id ?? '(none)'}, not ${traceId}`);
    const start = payload['last_seq'];
    if (type === 'connection_established' && typeof start === 'number') this.lastSeq = start;
    if (seq === undefined) return;
    if (this.lastSeq !== undefined && seq !== this.lastSeq + 1)
      onBreach(`${type} has seq ${seq} after ${this.lastSeq}`);
    this.lastSeq = seq;
  }

  private lost(code: number, reason: string): void {
    if (this.ended) return;
    this.ended = { code, reason };
    this.inbox.end(`the chat was closed with ${code} ${reason}`.trim());
    this.record(`closed ${code} ${reason}`, {});
    if (this.closing || !this.id) return;
    const during = `${this.around.who} is connected to the chat`;
    this.around.refusals.add({ code: `close_${code}`, status: code, detail: reason, during });
  }

  private refusedAtTheDoor(frame: ServerFrame | undefined): Error {
    const during = `${this.around.who} opens the chat`;
    const said = this.refusedBeforeWelcome ?? (frame?.type === 'error' ? frame : undefined);
    if (said) return new Refused({ ...this.refusalFrom(said), during });
    if (!this.ended)
      return new Error(
        `${during}: the first frame was ${frame?.type ?? 'missing'}, not connection_established`,
      );
    const { code, reason } = this.ended;
    return new Refused({ code: `close_${code}`, status: code, detail: reason, during });
  }

  private refusalFrom({ payload, trace_id }: ServerFrame) {
    const { code, message } = payload;
    const during = `${this.around.who} is connected to the chat`;
    return {
      code: String(code),
      status: this.ended?.code ?? 0,
      detail: String(message),
      during,
      ...(trace_id ? { traceId: trace_id } : {}),
    };
  }

  private record(what: string, seen: { sent?: unknown; received?: unknown; at?: number }): void {
    this.around.evidence.exchange({
      actor: this.around.who,
      peer: 'backend',
      kind: 'websocket',
      what,
      ...seen,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return { not_json: cause instanceof Error ? cause.message : String(cause) };
  }
}

function isFrame(value: unknown): value is Omit<ServerFrame, 'received_at'> {
  const frame = value as { type?: unknown; payload?: unknown } | null;
  return typeof frame?.type === 'string' && typeof frame.payload === 'object' && frame.payload !== null;
}
