import type { Page, WebSocket } from 'playwright-core';
import type { Inbox } from '../../inbox';
import type { Refusal } from '../../refusal';
import { FrameLog, fromJson, refusalInFrame, type FrameSurroundings } from '../frame-log';

/** A socket's end, as the page itself was told of it. */
interface SocketEnd {
  readonly code: number;
  readonly reason: string;
  /** Whether the page closed it. */
  readonly asked: boolean;
}

const BINDING = 'tellOfSocketEnd';

/**
 * Runs in the page before its own scripts: only there are close codes known, and the moment of arrival (page-times.ts).
 * It changes nothing that a page can do.
 */
const TELL_OF_ENDS = `(() => {
  const asked = new WeakSet();
  const close = WebSocket.prototype.close;
  WebSocket.prototype.close = function (...given) { asked.add(this); return close.apply(this, given); };
  window.WebSocket = new Proxy(WebSocket, {
    construct(target, given, self) {
      const socket = Reflect.construct(target, given, self);
      socket.addEventListener('message', ({ data }) => window.chatArrivals?.push([performance.now(), data]));
      socket.addEventListener('close', ({ code, reason }) =>
        window.${BINDING}?.({ code, reason, asked: asked.has(socket) }));
      return socket;
    },
  });
})()`;

/** The chat sockets of one tab, one after the other; every frame goes through the checks that all frames go through. */
export class SocketWatch {
  /** Everything that the tab's pages sent, in order. */
  readonly sent: unknown[] = [];
  private readonly logs: FrameLog[] = [];

  constructor(
    private readonly inbox: Inbox,
    private readonly around: FrameSurroundings,
    private readonly onRefusal: (refusal: Refusal) => void,
  ) {}

  async attachTo(page: Page): Promise<void> {
    page.on('websocket', (socket) => this.follow(socket));
    await page.exposeBinding(BINDING, (_source, end: SocketEnd) => this.ended(end));
    await page.addInitScript({ content: TELL_OF_ENDS });
  }

  /** Resolves when everything that the pages sent, on sockets that are open, was answered. */
  async answered(): Promise<void> {
    for (const log of this.logs) await log.answered();
  }

  private follow(socket: WebSocket): void {
    if (!new URL(socket.url()).pathname.startsWith('/ws')) return;
    const startedAt = performance.now();
    const log = new FrameLog(this.around, this.inbox);
    this.logs.push(log);
    socket.on('framereceived', ({ payload }) => {
      const frame = log.received(payload.toString(), typeof payload !== 'string');
      if (frame?.type === 'connection_established') log.opened(performance.now() - startedAt);
      const refusal = frame && refusalInFrame(frame, this.during());
      if (refusal) this.onRefusal(refusal);
    });
    socket.on('framesent', ({ payload }) => {
      const frame = fromJson(payload.toString());
      this.sent.push(frame);
      log.sent(frame);
    });
    socket.on('close', () => log.closed('by', 'either side'));
  }

  /** A close that the page asked for is no refusal; neither is one that comes of its going, which it is never told of. */
  private ended({ code, reason, asked }: SocketEnd): void {
    if (!asked)
      this.onRefusal({ code: `close_${code}`, status: code, detail: reason, during: this.during() });
  }

  private during(): string {
    return `${this.around.who} is connected to the chat`;
  }
}
