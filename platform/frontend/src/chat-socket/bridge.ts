import type { Logger } from '@reference/kit/logger';
import { inTrace, type Trace } from '@reference/kit/trace';
import type { WebSocket } from 'ws';
import { closeTowardBackend, closeTowardClient, RESTARTING } from './close-codes';

/** What may wait for a slow reader before its counterpart is no longer read. */
const MOST_BUFFERED_BYTES = 1_048_576;
const GOODBYE_MS = 1_000;

export interface Ended {
  closed_by: 'client' | 'backend' | 'edge';
  /** 1005: without a code, 1006: without a word. */
  close_code: number;
}

/** A client's socket and a backend's, joined: frames, pings and closings go over in order, and unchanged. */
export class Bridge {
  /** Resolves once both sockets are closed. */
  readonly ended: Promise<Ended>;
  private end: Ended | undefined;

  /** Both sockets must be open, and the backend's paused, so that nothing it says comes too early. */
  constructor(
    private readonly client: WebSocket,
    private readonly backend: WebSocket,
    trace: Trace,
    logger: Logger,
  ) {
    passFrames(client, backend);
    passFrames(backend, client);
    for (const [side, socket] of [['client', client] as const, ['backend', backend] as const]) {
      socket.on('error', (cause) =>
        inTrace(trace, () => logger.info({ err: cause }, `the ${side} broke off`)),
      );
    }
    this.ended = Promise.all([this.whenClientCloses(), this.whenBackendCloses()]).then(
      () => this.end ?? { closed_by: 'edge', close_code: RESTARTING.code },
    );
    backend.resume();
  }

  /** Tells the client to come back elsewhere; who does not answer that within a second is cut off. */
  async dismiss(): Promise<void> {
    this.end ??= { closed_by: 'edge', close_code: RESTARTING.code };
    const impatience = setTimeout(() => {
      this.client.terminate();
      this.backend.terminate();
    }, GOODBYE_MS);
    this.client.close(RESTARTING.code, RESTARTING.reason);
    await this.ended;
    clearTimeout(impatience);
  }

  private async whenClientCloses(): Promise<void> {
    const closing = await closed(this.client);
    this.end ??= { closed_by: 'client', close_code: closing.code };
    closeTowardBackend(this.backend, closing);
  }

  private async whenBackendCloses(): Promise<void> {
    const closing = await closed(this.backend);
    this.end ??= { closed_by: 'backend', close_code: closing.code };
    closeTowardClient(this.client, closing);
  }
}

async function closed(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return await new Promise((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
}

/**
 * One direction. Pings are not answered here but passed on, so that each end learns whether the other one lives, and
 * not whether the edge does.
 */
function passFrames(from: WebSocket, to: WebSocket): void {
  const isRelieved = () => to.bufferedAmount <= MOST_BUFFERED_BYTES;
  from.on('message', (frame: Buffer, isBinary) => {
    to.send(frame, { binary: isBinary }, () => {
      if (from.isPaused && isRelieved()) from.resume();
    });
    if (!isRelieved()) from.pause();
  });
  from.on('ping', (payload) => to.ping(payload));
  from.on('pong', (payload) => to.pong(payload));
}
