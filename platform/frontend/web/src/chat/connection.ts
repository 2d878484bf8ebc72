import { consequenceOf } from './closings';
import { EventOrder } from './event-order';
import { readFrame } from './frames';
import type { ConnectionOptions, Socket } from './link';
import { pauseBefore } from './pauses';

/** Events before the first connection that are asked for: runs under way, and answers that failed, are among them. */
const LOOK_BACK = 400;
const WELCOME_WITHIN_MS = 10_000;
const QUIET_MS = 20_000;
const PONG_WITHIN_MS = 10_000;
const RESUME_ID = 'resume';

/** The chat socket: kept open, brought back when it breaks, and resumed where it was. */
export class Connection {
  private socket: Socket | undefined;
  private usedToken: string | undefined;
  private rejectedToken: string | undefined;
  private attempts = 0;
  private wasConnected = false;
  private welcomed = false;
  private patience = false;
  private stopped = false;
  private resumeToken: string | undefined;
  private readonly order = new EventOrder();
  /** The number of the latest event when this connection was accepted. */
  private latest = 0;
  /** What was missed is being replayed, up to `replayEnd` once that is told. */
  private isReplaying = false;
  private replayEnd: number | undefined;
  private isCaughtUp = false;
  private anew = true;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly options: ConnectionOptions) {}

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer();
    this.drop();
  }

  /** False where the frame could not be sent: the connection is not ready. */
  send(type: string, payload: object, about: { id?: string; thread_id?: string } = {}): boolean {
    if (!this.socket || !this.welcomed) return false;
    this.socket.send(JSON.stringify({ type, payload, ...about }));
    return true;
  }

  get isReady(): boolean {
    return this.isCaughtUp;
  }

  /** The browser says that its network came or went. */
  networkChanged(): void {
    if (this.stopped) return;
    if (!this.options.isOnline()) this.lose();
    else if (!this.socket) this.connect();
  }

  /** Somebody else found that the service answers again: what is left of a long pause is cut short, to the first one. */
  serviceIsBack(): void {
    if (this.stopped || this.socket) return;
    this.attempts = 0;
    this.retryLater();
  }

  private connect(): void {
    this.cancelTimer();
    this.tellStatus();
    this.options.token(this.rejectedToken).then(
      (token) => this.openWith(token),
      (cause: unknown) => {
        if (this.stopped) return;
        if (this.options.isFinal(cause)) this.end();
        else this.retryLater();
      },
    );
  }

  private openWith(token: string): void {
    if (this.stopped || this.socket) return;
    this.rejectedToken = undefined;
    this.usedToken = token;
    const socket = this.options.open(token);
    this.socket = socket;
    socket.onmessage = ({ data }) => this.take(data);
    socket.onclose = ({ code }) => this.closed(code);
    this.cancelTimer = this.options.after(WELCOME_WITHIN_MS, () => this.lose());
  }

  private take(data: unknown): void {
    const frame = readFrame(data);
    if (!frame) return;
    this.listenOn();
    switch (frame.type) {
      case 'connection_established':
        this.welcome(frame.payload);
        return;
      case 'resumed':
        this.replayEnd = frame.payload.last_seq;
        break;
      case 'token_expiring':
        this.renewToken();
        return;
      case 'error':
        if (frame.payload.in_reply_to === RESUME_ID) {
          this.goOnAnew();
          return;
        }
    }
    if (this.isCaughtUp && frame.seq === 1 && this.order.lastSeq > 0) {
      // The server lost its memory and counts anew; the next welcome brings the new resume token.
      this.lose();
      return;
    }
    for (const due of this.order.take(frame)) if (due.type !== 'unknown') this.options.onFrame(due);
    if (this.isCaughtUp && this.order.hasGap) this.lose();
    else this.settle();
  }

  private welcome({ resume_token, last_seq }: { resume_token: string; last_seq: number }): void {
    this.welcomed = true;
    this.attempts = 0;
    const known = this.resumeToken === resume_token;
    this.resumeToken = resume_token;
    this.latest = last_seq;
    this.anew ||= !known;
    if (!known) this.order.forget(Math.max(0, last_seq - LOOK_BACK));
    this.isReplaying = last_seq > this.order.lastSeq;
    if (this.isReplaying) this.resume();
    this.settle();
  }

  private resume(): void {
    const payload = { resume_token: this.resumeToken, last_seq: this.order.lastSeq };
    this.send('resume', payload, { id: RESUME_ID });
  }

  /** What was missed is no longer kept: go on from the latest event. */
  private goOnAnew(): void {
    this.anew = true;
    this.replayEnd = this.latest;
    for (const due of this.order.restartAfter(Math.max(this.latest, this.order.lastSeq)))
      if (due.type !== 'unknown') this.options.onFrame(due);
    this.settle();
  }

  private settle(): void {
    if (!this.welcomed || this.isCaughtUp) return;
    if (this.isReplaying && (this.replayEnd === undefined || this.order.lastSeq < this.replayEnd)) return;
    this.isReplaying = false;
    this.isCaughtUp = true;
    this.wasConnected = true;
    this.patience = false;
    this.options.onNotice(undefined);
    this.options.onStatus('connected');
    this.options.onReady({ anew: this.anew });
    this.anew = false;
  }

  private renewToken(): void {
    const { usedToken } = this;
    this.options.token(usedToken).then(
      (token) => {
        if (token !== usedToken && this.send('refresh_token', { access_token: token }))
          this.usedToken = token;
      },
      // Told again by the close code, when the time has come.
      () => undefined,
    );
  }

  /** A network can go without a word: after a silence, ask for a sign of life. */
  private listenOn(): void {
    this.cancelTimer();
    this.cancelTimer = this.options.after(QUIET_MS, () => {
      this.send('ping', {});
      this.cancelTimer = this.options.after(PONG_WITHIN_MS, () => this.lose());
    });
  }

  private closed(code: number): void {
    this.forgetSocket();
    const consequence = consequenceOf(code);
    if (consequence.kind === 'log_in') {
      this.end();
      return;
    }
    if (consequence.kind === 'renew') this.rejectedToken = this.usedToken;
    this.patience = consequence.kind === 'patience';
    if (consequence.kind === 'patience') this.options.onNotice(consequence.sentence);
    this.retryLater();
  }

  private lose(): void {
    this.drop();
    this.retryLater();
  }

  private retryLater(): void {
    if (this.stopped) return;
    this.tellStatus();
    const pause = pauseBefore(this.attempts, this.options.random(), { patient: this.patience });
    this.attempts += 1;
    this.cancelTimer();
    this.cancelTimer = this.options.after(pause, () => this.connect());
  }

  private end(): void {
    this.stop();
    this.options.onEnd();
  }

  private drop(): void {
    const { socket } = this;
    if (!socket) return;
    this.forgetSocket();
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private forgetSocket(): void {
    this.cancelTimer();
    this.socket = undefined;
    this.welcomed = false;
    this.isReplaying = false;
    this.replayEnd = undefined;
    this.isCaughtUp = false;
  }

  private tellStatus(): void {
    const lost = this.wasConnected ? 'reconnecting' : 'connecting';
    this.options.onStatus(this.options.isOnline() ? lost : 'offline');
  }
}
