import { breachesOf, textOf, type ServerFrame } from '../contract/frames';
import type { EvidenceRecorder } from '../evidence/recorder';
import type { Inbox } from '../inbox';
import type { Refusal } from '../refusal';
import { eventually, NotYet } from '../../support/eventually';
import { SaidOnce } from '../contract/said-once';
import { Unanswered } from '../contract/unanswered';
import { PATIENCE, SERVICE_LEVELS } from '../service-levels';

export interface FrameSurroundings {
  readonly who: string;
  /** The scenario's trace, which every frame must carry. */
  readonly traceId: string;
  readonly evidence: EvidenceRecorder;
  /** Told of every breach of the message contract. */
  readonly onBreach: (sentence: string) => void;
}

/**
 * What goes over one chat socket, whoever holds it (the suite itself or a page in a browser): every frame is checked
 * against the message contract, belongs to the scenario's trace, has its turn in the sequence, and is evidence.
 */
export class FrameLog {
  private lastSeq: number | undefined;
  /** From where the client asked to be told again, until the server begins. */
  private resumeFrom: number | undefined;
  private readonly unanswered = new Unanswered();
  private readonly saidOnce = new SaidOnce();
  private isClosed = false;
  /** How far the frames that came by themselves are, while others are told again: they may come before those. */
  private ahead = 0;
  /** Frames to come that are told again; their delivery took as long as the client was away. */
  private replays = 0;

  constructor(
    private readonly around: FrameSurroundings,
    private readonly inbox: Inbox,
  ) {}

  /** @returns the frame, now in the inbox; undefined for what is none. */
  received(text: string, isBinary: boolean): ServerFrame | undefined {
    const receivedAt = Date.now();
    const parsed = fromJson(text);
    const breaches = isBinary ? ['a frame is binary'] : breachesOf(parsed);
    this.around.evidence.frameChecked(isFrame(parsed) ? parsed.type : undefined);
    for (const breach of breaches) this.around.onBreach(`${breach}: ${text.slice(0, 200)}`);
    if (!isFrame(parsed)) return undefined;
    this.compareWithOthers(parsed);
    const again = this.saidOnce.breachOf(parsed);
    if (again !== undefined) this.around.onBreach(again);
    const { type, payload, id, timestamp, thread_id, run_id, seq, trace_id } = parsed;
    const frame = { type, payload, id, timestamp, thread_id, run_id, seq, trace_id, received_at: receivedAt };
    this.inbox.push(frame);
    this.unanswered.take(frame);
    this.record(`received ${type}`, { received: parsed, at: receivedAt });
    const isReplay = seq !== undefined && this.replays > 0;
    if (isReplay) this.replayed();
    else if (timestamp && type !== 'resumed') this.measureDelivery(receivedAt - Date.parse(timestamp));
    return frame;
  }

  /** @param shown what of it becomes evidence; whole, unless it is too much for that */
  sent(frame: unknown, shown: unknown = frame): void {
    const { type, payload } = (frame ?? {}) as { type?: unknown; payload?: { last_seq?: unknown } };
    if (type === 'resume' && typeof payload?.last_seq === 'number') this.resumeFrom = payload.last_seq;
    this.unanswered.add(frame);
    this.around.evidence.frameSent();
    this.record(`sent ${typeof type === 'string' ? type : 'what is no frame'}`, { sent: shown });
  }

  /** Resolves when every frame that was sent was answered, by an event or an error. */
  async answered(): Promise<void> {
    const look = () => {
      if (this.isClosed) return; // Whoever was cut off asks again elsewhere.
      const [oldest] = this.unanswered.all();
      if (oldest !== undefined) throw new NotYet(`a ${oldest} without an answer`);
    };
    const what = `${this.around.who} never got an answer to everything that was sent`;
    await eventually(what, look, { within: PATIENCE.reply }).catch((cause: unknown) => {
      this.around.evidence.framesUnanswered(this.unanswered.all().length);
      throw cause;
    });
  }

  opened(afterMs: number): void {
    this.around.evidence.measure('websocket_connected', afterMs, SERVICE_LEVELS.websocket_connected);
    this.record('chat opened', {});
  }

  closed(code: number | string, reason: string): void {
    this.isClosed = true;
    this.record(`closed ${code} ${reason}`.trim(), {});
  }

  /** What a schema cannot see: frames belong to the trace that caused them, and none is missing or doubled. */
  private compareWithOthers({ type, payload, seq, trace_id }: Omit<ServerFrame, 'received_at'>): void {
    const { traceId, onBreach } = this.around;
    if (trace_id !== traceId) onBreach(`${type} carries the trace ${trace_id ?? '(none)'}, not ${traceId}`);
    const start = payload['last_seq'];
    if (type === 'connection_established' && typeof start === 'number') this.lastSeq = start;
    if (type === 'resumed') {
      this.replays = Number(payload['replayed']);
      // Who asks while nothing was missed is told nothing again, and goes on where the stream is.
      this.ahead = this.lastSeq ?? 0;
      if (this.replays > 0) this.lastSeq = this.resumeFrom;
    }
    if (seq === undefined) return;
    if (this.lastSeq !== undefined && seq !== this.lastSeq + 1)
      onBreach(`${type} has seq ${seq} after ${this.lastSeq}`);
    this.lastSeq = seq;
  }

  private replayed(): void {
    this.replays -= 1;
    if (this.replays === 0) this.lastSeq = Math.max(this.lastSeq ?? 0, this.ahead);
  }

  private measureDelivery(ms: number): void {
    this.around.evidence.measure('event_delivery', Math.max(0, ms), SERVICE_LEVELS.event_delivery);
  }

  private record(what: string, seen: { sent?: unknown; received?: unknown; at?: number }): void {
    const { who, evidence } = this.around;
    evidence.exchange({ actor: who, peer: 'backend', kind: 'websocket', what, ...seen });
  }
}

/** The "no" in an `error` or `agent_error` frame; undefined for every other frame. */
export function refusalInFrame(
  { type, payload, trace_id }: ServerFrame,
  during: string,
  status = 0,
): Refusal | undefined {
  if (type !== 'error' && type !== 'agent_error') return undefined;
  const retryAfter = payload['retry_after'];
  return {
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    code: textOf(payload, 'code'),
    status,
    detail: textOf(payload, 'message'),
    during,
    ...(trace_id ? { traceId: trace_id } : {}),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
  };
}

/** The JSON of a frame; what is none is described by an object that the contract does not know. */
export function fromJson(text: string): unknown {
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
