import { deregister, register, type Registration } from '@reference/kit/discovery';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ServiceName } from '../errors';

export interface FakeHealth {
  status: 'ready' | 'degraded' | 'unavailable';
  checks?: Record<string, { status: string; detail?: string }>;
}

/** Stands in for an instance of auth or backend in the edge's tests: answers, and can be made to fail. */
export class FakeUpstream {
  health: FakeHealth = { status: 'ready' };
  /** What was asked of it, health aside. */
  readonly requests: IncomingMessage[] = [];
  readonly sockets: WebSocket[] = [];
  answer: RequestListener = (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ instance: this.instance }));
  };
  /** Called with each socket as soon as it is open. */
  onSocket: (socket: WebSocket, request: IncomingMessage) => void = () => undefined;
  /** What upgrades are answered with, in place of a socket. */
  refuseUpgrades: { status: number; body: string } | undefined;
  private readonly server: Server;
  private readonly accepting = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('chat.v1') ? 'chat.v1' : false),
  });
  private readonly connections = new Set<Socket>();

  private constructor(
    private readonly dir: string,
    readonly service: ServiceName,
    readonly instance: string,
  ) {
    this.server = createServer((request, response) => this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    this.server.on('upgrade', (request, _socket, head) => this.upgrade(request, head));
  }

  static async start(dir: string, service: ServiceName, instance = '1'): Promise<FakeUpstream> {
    const fake = new FakeUpstream(dir, service, instance);
    await fake.listen();
    await register(dir, fake.entry);
    return fake;
  }

  get entry(): Registration {
    const { port } = this.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return {
      service: this.service,
      instance: this.instance,
      ...{ port, url, api_url: url, health_url: `${url}/health/ready`, ws_url: `ws://127.0.0.1:${port}/ws` },
      pid: process.pid,
      started_at: new Date().toISOString(),
    };
  }

  /** Leaves as a service that was stopped does. */
  async leave(): Promise<void> {
    await deregister(this.dir, this.entry);
    await this.die();
  }

  /** Is gone from one moment to the next, as after kill -9; its registration stays. */
  async die(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const connection of this.connections) connection.resetAndDestroy();
    await closed;
  }

  private async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  private serve(...[request, response]: Parameters<RequestListener>): void {
    if (request.url === '/health/ready') {
      response.statusCode = this.health.status === 'unavailable' ? 503 : 200;
      response.end(JSON.stringify({ service: this.service, version: '1', checks: {}, ...this.health }));
      return;
    }
    this.requests.push(request);
    this.answer(request, response);
  }

  private upgrade(request: IncomingMessage, head: Buffer): void {
    const { socket } = request;
    this.requests.push(request);
    if (this.refuseUpgrades) {
      const { status, body } = this.refuseUpgrades;
      socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return;
    }
    this.accepting.handleUpgrade(request, socket, head, (opened) => {
      this.sockets.push(opened);
      this.onSocket(opened, request);
    });
  }
}
