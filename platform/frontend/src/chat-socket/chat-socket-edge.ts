import type { Logger } from '@reference/kit/logger';
import { Problem } from '@reference/kit/problem';
import { currentTrace, inTrace, traceFrom } from '@reference/kit/trace';
import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { onwardHeaders } from '../edge/headers';
import { problem, unavailable } from '../errors';
import type { Instance } from '../upstreams/instance';
import type { ServicePool } from '../upstreams/service-pool';
import { MOST_FRAME_BYTES, openBackendSocket, UpgradeRefused } from './backend-socket';
import { Bridge } from './bridge';
import { refuseUpgrade } from './refuse-upgrade';

const ADDRESS = '/ws';
const MOST_ATTEMPTS = 5;

interface Upgrade {
  request: IncomingMessage;
  /** What the client sent without waiting for the upgrade. */
  head: Buffer;
}

/**
 * The chat socket at the edge: `/ws`, joined with a backend's. The backend's is opened first, so that a client whose
 * upgrade completes has a backend, one whose does not learns why, and no frame can come before there is one to take it.
 */
export class ChatSocketEdge {
  private readonly bridges = new Set<Bridge>();
  private stopping = false;

  constructor(
    private readonly pool: ServicePool,
    private readonly logger: Logger,
  ) {}

  attachTo(server: Server): void {
    server.on('upgrade', (request, _socket, head) => {
      const trace = traceFrom(request.headers.traceparent);
      inTrace(trace, () => void this.upgrade({ request, head }));
    });
  }

  /** No more sockets; those that are open are told to come back elsewhere (1012). Resolves when they are closed. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.bridges].map((bridge) => bridge.dismiss()));
  }

  private async upgrade(upgrade: Upgrade): Promise<void> {
    const { request } = upgrade;
    request.socket.on('error', (cause) => this.logger.debug({ err: cause }, 'a client broke off'));
    try {
      const { backend, instance } = await this.reachBackend(request);
      const client = accept(upgrade, backend);
      if (client) await this.join(client, backend, instance);
    } catch (cause) {
      const status = refuseUpgrade(request, cause);
      const told = { method: 'GET', path: pathOf(request), status };
      const isKnown = cause instanceof Problem || cause instanceof UpgradeRefused;
      if (isKnown) this.logger.info({ ...told, detail: cause.message }, `GET ${told.path} ${status}`);
      else this.logger.error({ ...told, err: cause }, `GET ${told.path} ${status}`);
    }
  }

  /** A socket at a healthy backend; an upgrade is a GET, and goes to another one where the first does not take it. */
  private async reachBackend(request: IncomingMessage): Promise<{ backend: WebSocket; instance: Instance }> {
    if (pathOf(request) !== ADDRESS) throw problem('not_found');
    const subprotocols = offeredBy(request);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS && !this.stopping; attempt++) {
      const instance = await this.pool.next();
      if (!instance) break;
      try {
        const url = addressAt(instance, request);
        return { backend: await openBackendSocket(url, subprotocols, socketHeaders(request)), instance };
      } catch (cause) {
        if (cause instanceof UpgradeRefused || cause instanceof Problem) throw cause;
        if (isNoSubprotocol(cause)) throw problem('malformed_request', { detail: SPEAK_CHAT_V1 });
        this.logger.warn({ err: cause, upstream_instance: instance.entry.instance }, 'no chat socket opened');
        this.pool.lose(instance, cause);
      }
    }
    throw unavailable('backend');
  }

  private async join(client: WebSocket, backend: WebSocket, { entry }: Instance): Promise<void> {
    const trace = currentTrace() ?? traceFrom(undefined);
    const startedAt = performance.now();
    const bridge = new Bridge(client, backend, trace, this.logger);
    this.bridges.add(bridge);
    const told = { path: ADDRESS, upstream_instance: entry.instance };
    this.logger.info({ method: 'GET', ...told, status: 101 }, `GET ${ADDRESS} 101`);
    if (this.stopping) void bridge.dismiss();
    const ended = await bridge.ended;
    this.bridges.delete(bridge);
    const duration_ms = Math.round(performance.now() - startedAt);
    this.logger.info({ ...told, ...ended, duration_ms }, `${ADDRESS} closed by the ${ended.closed_by}`);
  }
}

/** Completes the client's upgrade with the subprotocol that the backend chose; undefined where the client has gone. */
function accept({ request, head }: Upgrade, backend: WebSocket): WebSocket | undefined {
  const accepting = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    autoPong: false,
    perMessageDeflate: false,
    maxPayload: MOST_FRAME_BYTES,
    handleProtocols: () => backend.protocol || false,
  });
  accepting.on('headers', (headers) => headers.push(`trace-id: ${currentTrace()?.traceId ?? ''}`));
  let client: WebSocket | undefined;
  accepting.handleUpgrade(request, request.socket, head, (opened) => (client = opened));
  if (!client) backend.terminate();
  return client;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function addressAt({ entry }: Instance, request: IncomingMessage): string {
  const address = new URL(entry.ws_url ?? `${entry.url.replace(/^http/, 'ws')}${ADDRESS}`);
  address.search = new URL(request.url ?? ADDRESS, 'ws://edge').search;
  return address.href;
}

function offeredBy({ headers }: IncomingMessage): string[] {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.filter((name) => name !== '');
}

/** Without the handshake's own (`Sec-WebSocket-...`): the edge shakes hands for itself. */
function socketHeaders(request: IncomingMessage): Record<string, string | string[]> {
  const headers = Object.entries(onwardHeaders(request));
  return Object.fromEntries(headers.filter(([name]) => !name.startsWith('sec-websocket-')));
}

const SPEAK_CHAT_V1 = 'None of the offered subprotocols is spoken here. Offer chat.v1.';

/** In the words of `ws`, which gives this no code. */
function isNoSubprotocol(cause: unknown): boolean {
  return cause instanceof Error && cause.message === 'Server sent no subprotocol';
}
