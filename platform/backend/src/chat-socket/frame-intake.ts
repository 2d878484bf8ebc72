import type { Logger } from '@reference/kit/logger';
import { continueTrace, inTrace } from '@reference/kit/trace';
import { isUnavailable } from '@reference/kit/unavailable';
import type { RawData } from 'ws';
import { readFrame, type ClientFrame } from '../contract/envelope';
import { frame } from '../contract/frame';
import { Refusal, REFUSALS, type RefusalCode } from '../errors';
import type { Limits } from '../identity/limits';
import { AuthUnavailable } from '../identity/person';
import { QuotaExceeded } from '../usage/quota';
import { MOST_FRAME_BYTES } from './admission';
import type { Connection } from './connection';
import type { frameHandlers } from './frame-handlers';

/** Frames of one connection that may wait for the one before them. */
const MOST_WAITING = 100;

/** Refusals that somebody here must look into. */
const OURS: ReadonlySet<RefusalCode> = new Set([
  'internal_error',
  'dependency_unavailable',
  'auth_unavailable',
]);

type Handlers = ReturnType<typeof frameHandlers>;

/** Takes in one connection's frames: one after the other, each answered by an event or an error. */
export class FrameIntake {
  private waiting = 0;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly handlers: Handlers,
    private readonly limits: Limits,
    private readonly logger: Logger,
  ) {}

  take(data: RawData, isBinary: boolean): void {
    const { connection } = this;
    if (!connection.isOpen) return;
    const bytes = bufferOf(data);
    if (isBinary) connection.close('not_text_json');
    else if (bytes.length > MOST_FRAME_BYTES) connection.close('too_large');
    else if (this.waiting >= MOST_WAITING) connection.close('flooding', 'flooding');
    else this.queue(bytes.toString('utf8'));
  }

  private queue(text: string): void {
    this.waiting += 1;
    this.work = this.work.then(() => this.answer(text)).finally(() => (this.waiting -= 1));
  }

  /** Resolves when everything taken in so far was answered. */
  idle(): Promise<void> {
    return this.work;
  }

  /** Never rejects: whatever goes wrong is told to the client. */
  private async answer(text: string): Promise<void> {
    const { connection } = this;
    if (!connection.isOpen) return;
    const reading = readFrame(text);
    if (reading.kind === 'not_json') {
      connection.close('not_text_json');
      return;
    }
    // A client that begins with anything else has nothing to resume.
    if (reading.kind === 'refused' || reading.frame.type !== 'resume') connection.letThrough();
    const named = reading.kind === 'frame' ? reading.frame.trace_id : undefined;
    await inTrace(named ? continueTrace(named) : connection.trace, async () => {
      if (reading.kind === 'refused') this.refuse(reading.refusal, reading.id);
      else await this.act(reading.frame).catch((cause: unknown) => this.refuse(cause, reading.frame.id));
    });
  }

  private async act(frame: ClientFrame): Promise<void> {
    const { connection, logger } = this;
    if (!connection.person) throw new Error('a frame was taken in before its connection was accepted');
    const handler = this.handlers[frame.type] as (...args: unknown[]) => Promise<void>;
    const startedAt = performance.now();
    await this.limits.frame(connection.person.userId, frame.type);
    await handler(connection, connection.person, frame);
    const duration_ms = Math.round(performance.now() - startedAt);
    logger.info({ connection_id: connection.id, type: frame.type, duration_ms }, `${frame.type} handled`);
  }

  private refuse(cause: unknown, id: string | undefined): void {
    const { connection, logger } = this;
    const refusal = asRefusal(cause);
    if (OURS.has(refusal.code)) logger.error({ err: cause, connection_id: connection.id }, 'a frame failed');
    else
      logger.info({ connection_id: connection.id, code: refusal.code }, `frame refused: ${refusal.detail}`);
    // Where there are more messages is told before the refusal: a page has its prompt when the words come back.
    if (cause instanceof QuotaExceeded) connection.send(frame('quota_exceeded', cause.standing));
    connection.send(
      frame('error', {
        code: refusal.code,
        message: refusal.detail,
        ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
        ...(id === undefined ? {} : { in_reply_to: id }),
      }),
    );
  }
}

function asRefusal(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof AuthUnavailable) return new Refusal('auth_unavailable', REFUSALS.auth_unavailable, 2);
  if (isUnavailable(cause)) return new Refusal('dependency_unavailable', REFUSALS.dependency_unavailable, 1);
  return new Refusal('internal_error');
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
