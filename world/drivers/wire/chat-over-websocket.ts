import { randomBytes } from 'node:crypto';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { WebSocket } from 'ws';
import { PATIENCE } from '../../service-levels';
import type { Session } from '../auth';
import type { ChatDriver, Connection, Handshake } from '../chat';
import type { AddressBook } from './addresses';
import { SocketConnection, type SocketSurroundings } from './socket-connection';

export interface ChatSurroundings extends SocketSurroundings {
  readonly origin: string;
  readonly addresses: AddressBook;
  /** The person's own line, `socks5://...`; undefined for who has none. */
  readonly line: () => string | undefined;
}

const CHAT = 'chat.v1';

/** The chat socket of the wire contract. */
export class ChatOverWebSocket implements ChatDriver {
  constructor(private readonly around: ChatSurroundings) {}

  async connect({ accessToken }: Session, handshake: Handshake = {}): Promise<Connection> {
    const { traceId, origin: ownPages, addresses } = this.around;
    const { token = 'header', origin = ownPages, first, following, publicly, backend } = handshake;
    const line = this.around.line();
    following?.socket?.abandon();
    const startedAt = performance.now();
    const address = publicly
      ? new URL('/ws', ownPages.replace(/^http/, 'ws'))
      : new URL(await addresses.chat(backend));
    if (token === 'query') address.searchParams.set('token', accessToken);
    const subprotocols = token === 'subprotocol' ? [CHAT, `bearer.${accessToken}`] : [CHAT];
    const socket = new WebSocket(address, subprotocols, {
      origin,
      handshakeTimeout: PATIENCE.response,
      ...(line === undefined ? {} : { agent: new SocksProxyAgent(line) }),
      headers: {
        ...(token === 'header' ? { authorization: `Bearer ${accessToken}` } : {}),
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
    });
    const connection = new SocketConnection(socket, this.around, following?.inbox);
    if (first) socket.once('open', () => void connection.say(first));
    const welcome = await connection.welcome().catch((cause: unknown) => {
      socket.terminate();
      throw cause;
    });
    connection.accepted(welcome, performance.now() - startedAt);
    if (following) await connection.resume();
    return connection;
  }
}
