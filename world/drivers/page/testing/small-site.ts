import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Pages of a few lines on a server of one's own, with a chat socket at /ws. */
export class SmallSite {
  /** The `traceparent` of each request and handshake, by path. */
  readonly traces = new Map<string, string | undefined>();
  private readonly server: Server;
  private readonly sockets: WebSocketServer;

  /** @param pages HTML by path. @param others what is no page, by path. @param onChat told of each chat socket. */
  constructor(
    pages: Readonly<Record<string, string>>,
    others: Readonly<Record<string, Answer>> = {},
    onChat: (socket: WebSocket) => void = () => undefined,
  ) {
    this.server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://site').pathname;
      this.note(path, request);
      const other = others[path];
      if (other) {
        other(request, response);
        return;
      }
      response.statusCode = path in pages || path === '/favicon.ico' ? 200 : 404;
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(`<!doctype html>${pages[path] ?? ''}`);
    });
    this.sockets = new WebSocketServer({ server: this.server, path: '/ws' });
    this.sockets.on('connection', (socket, request) => {
      this.note('/ws', request);
      onChat(socket);
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.server.close();
    this.server.closeAllConnections();
  }

  private note(path: string, { headers }: IncomingMessage): void {
    const { traceparent } = headers;
    this.traces.set(path, Array.isArray(traceparent) ? traceparent[0] : traceparent);
  }
}
