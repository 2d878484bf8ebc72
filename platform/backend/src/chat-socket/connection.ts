import type { Logger } from '@reference/kit/logger';
import { inTrace, type Trace } from '@reference/kit/trace';
import type { WebSocket } from 'ws';
import { frame, type Frame } from '../contract/frame';
import { REFUSALS, type RefusalCode } from '../errors';
import type { Person } from '../identity/person';
import { CLOSINGS, type Closing } from './close-codes';

/** What may wait for a slow reader, besides a frame of any size; with more, the reader is better off resuming later. */
const MOST_BUFFERED_BYTES = 2 * 1_048_576;
/** A client that reconnected resumes at once; until then, or this long, new events wait behind the missed ones. */
const RESUME_GRACE_MS = 150;

/** One socket: frames out, one closing, and what is known of it once it was accepted. */
export class Connection {
  /** Where its person's stream stood when it was accepted: what came before it has to be asked for by `resume`. */
  missedUpTo = 0;
  /** Set at acceptance, replaced by refresh_token. */
  person: Person | undefined;
  private waiting: string[] | undefined = [];
  private grace: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    readonly id: string,
    private readonly socket: WebSocket,
    readonly trace: Trace,
    private readonly logger: Logger,
  ) {}

  get isOpen(): boolean {
    return !this.closing && this.socket.readyState === this.socket.OPEN;
  }

  /** Sends an event about this connection alone: it has no place in the person's stream. */
  send(event: Frame): void {
    this.write(JSON.stringify(event));
  }

  /** Takes an event of the person's stream: sent in order, after what is being replayed. */
  readonly take = (text: string): void => {
    if (this.waiting) this.waiting.push(text);
    else this.write(text);
  };

  replay(texts: readonly string[]): void {
    for (const text of texts) this.write(text);
  }

  /** From now on, events of the stream wait until they are let through, or for a short grace at the start. */
  holdBack({ forGrace = false } = {}): void {
    this.waiting ??= [];
    if (forGrace) this.grace = setTimeout(() => this.letThrough(), RESUME_GRACE_MS);
  }

  letThrough(): void {
    clearTimeout(this.grace);
    const texts = this.waiting ?? [];
    this.waiting = undefined;
    for (const text of texts) this.write(text);
  }

  /** Says why, where the contract wants that said, and closes; the first closing counts. */
  close(closing: Closing, why?: RefusalCode, retryAfter?: number): void {
    if (!this.isOpen) return;
    const { code, reason } = CLOSINGS[closing];
    inTrace(this.trace, () => {
      if (why) {
        const retry = retryAfter === undefined ? {} : { retry_after: retryAfter };
        this.send(frame('error', { code: why, message: REFUSALS[why], ...retry }));
      }
      this.logger.info({ connection_id: this.id, close_code: code, reason }, 'chat connection closed by us');
    });
    this.closing = true;
    clearTimeout(this.grace);
    this.socket.resume();
    this.socket.close(code, reason);
  }

  /** Lets go of a socket that the other side has left. */
  dispose(): void {
    this.closing = true;
    clearTimeout(this.grace);
  }

  private write(text: string): void {
    if (!this.isOpen) return;
    if (this.socket.bufferedAmount > MOST_BUFFERED_BYTES) this.close('overloaded');
    else this.socket.send(text);
  }
}
