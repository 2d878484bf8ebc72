import websocket from '@fastify/websocket';
import type { Logger } from '@reference/kit/logger';
import { currentTrace, inTrace, traceFrom } from '@reference/kit/trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { problem } from '../errors';
import type { Limits } from '../identity/limits';
import type { Admission } from './admission';
import { Connection } from './connection';
import { chosenSubprotocol, isOriginAllowed, tokenOf } from './credentials';
import type { frameHandlers } from './frame-handlers';
import { FrameIntake } from './frame-intake';
import type { OpenConnections } from './open-connections';

/** Above the contract's limit, so that what is a little too large gets the contract's close code. */
const MOST_BYTES_READ = 8 * 1_048_576;
const ALIVE_MS = 15_000;
const GOODBYE_MS = 1_000;

export interface GatewayOptions {
  admission: Admission;
  handlers: ReturnType<typeof frameHandlers>;
  limits: Limits;
  open: OpenConnections;
  allowedOrigins: readonly string[];
  logger: Logger;
}

interface Socket {
  readonly socket: WebSocket;
  readonly connection: Connection;
  readonly intake: FrameIntake;
  alive: boolean;
}

/** The chat socket at `/ws`. */
export class Gateway {
  private readonly sockets = new Set<Socket>();
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly options: GatewayOptions) {}

  async attachTo(server: FastifyInstance): Promise<void> {
    const { allowedOrigins } = this.options;
    await server.register(websocket, {
      options: { maxPayload: MOST_BYTES_READ, handleProtocols: chosenSubprotocol },
      // Connections are closed by stop(), with the code that tells clients to come back.
      preClose: (done) => done(),
    });
    const preValidation = async ({ headers }: FastifyRequest) => {
      if (!isOriginAllowed(headers.origin, allowedOrigins)) throw problem('origin_not_allowed');
    };
    server.get('/ws', { websocket: true, preValidation }, (socket, request) => this.receive(socket, request));
    this.timer = setInterval(() => this.findDead(), ALIVE_MS);
  }

  /** Says goodbye to everybody, after what they sent was answered. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await Promise.all([...this.sockets].map((entry) => this.dismiss(entry)));
  }

  /** The socket is not read until it was accepted: what comes before waits in the network. */
  private receive(socket: WebSocket, request: FastifyRequest): void {
    const { handlers, limits, logger } = this.options;
    const trace = currentTrace() ?? traceFrom(request.headers.traceparent);
    const connection = new Connection(randomUUID(), socket, trace, logger);
    const intake = new FrameIntake(connection, handlers, limits, logger);
    const entry: Socket = { socket, connection, intake, alive: true };
    this.sockets.add(entry);
    socket.pause();
    socket.on('message', (data, isBinary) => intake.take(data, isBinary));
    socket.on('pong', () => (entry.alive = true));
    socket.on('error', (cause) => inTrace(trace, () => logger.info({ err: cause }, 'a chat socket broke')));
    socket.on('close', (code) => inTrace(trace, () => this.forget(entry, code)));
    inTrace(trace, () => this.admit(entry, request));
  }

  private admit(entry: Socket, request: FastifyRequest): void {
    const { admission, open, logger } = this.options;
    const { connection } = entry;
    if (this.stopping) {
      connection.close('restarting');
      return;
    }
    admission.admit(connection, tokenOf(request.headers)).then(
      (admitted) => {
        if (admitted && connection.isOpen) this.begin(entry);
        // It may have been left while it was being accepted, when there was nothing to leave yet.
        else open.leave(connection);
      },
      (cause: unknown) => {
        open.leave(connection);
        logger.error({ err: cause, connection_id: connection.id }, 'a chat connection could not be accepted');
      },
    );
  }

  private begin({ socket, connection }: Socket): void {
    const { userId: user_id, sessionId: session_id } = connection.person ?? {};
    const told = { connection_id: connection.id, user_id, session_id };
    this.options.logger.info(told, 'chat connection accepted');
    socket.resume();
  }

  private forget(entry: Socket, code: number): void {
    this.sockets.delete(entry);
    entry.connection.dispose();
    this.options.open.leave(entry.connection);
    this.options.logger.info(
      { connection_id: entry.connection.id, close_code: code },
      'chat connection ended',
    );
  }

  /** A network can take a client away without a word: who does not answer a ping is gone. */
  private findDead(): void {
    for (const entry of this.sockets) {
      if (!entry.alive) entry.socket.terminate();
      entry.alive = false;
      if (entry.socket.readyState === entry.socket.OPEN) entry.socket.ping();
    }
  }

  private async dismiss({ socket, connection, intake }: Socket): Promise<void> {
    await intake.idle();
    if (socket.readyState === socket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const impatience = setTimeout(() => socket.terminate(), GOODBYE_MS);
      socket.once('close', () => {
        clearTimeout(impatience);
        resolve();
      });
      connection.close('restarting');
    });
  }
}
