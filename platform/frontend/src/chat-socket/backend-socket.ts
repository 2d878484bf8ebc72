import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { problem } from '../errors';

/** Above what the backend reads (8 MiB), so that too large a frame gets the backend's refusal and not the edge's. */
export const MOST_FRAME_BYTES = 16 * 1_048_576;
const HANDSHAKE_MS = 10_000;
const MOST_REFUSAL_BYTES = 65_536;

/** The backend answered an upgrade, but with something else: its answer is the client's. */
export class UpgradeRefused extends Error {
  override readonly name = 'UpgradeRefused';

  constructor(
    readonly response: IncomingMessage,
    readonly body: Buffer,
  ) {
    super(`the upgrade was answered ${response.statusCode ?? 0}`);
  }
}

/**
 * Opens a socket to a backend. It comes back paused: what the backend says at once waits for whoever listens.
 * @throws UpgradeRefused, Problem for subprotocols that cannot be named, or the connection's error
 */
export async function openBackendSocket(
  url: string,
  subprotocols: readonly string[],
  headers: Record<string, string | string[]>,
): Promise<WebSocket> {
  const socket = connect(url, subprotocols, headers);
  return await new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.pause();
      resolve(socket);
    });
    socket.on('error', reject);
    socket.once('unexpected-response', (request, response) => {
      read(response)
        .then((body) => reject(new UpgradeRefused(response, body)), reject)
        .finally(() => request.destroy());
    });
  });
}

function connect(
  url: string,
  subprotocols: readonly string[],
  headers: Record<string, string | string[]>,
): WebSocket {
  try {
    return new WebSocket(url, [...subprotocols], {
      headers,
      autoPong: false,
      perMessageDeflate: false,
      maxPayload: MOST_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
    });
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw problem('malformed_request', { detail: 'The offered subprotocols cannot be read.' });
    throw cause;
  }
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= MOST_REFUSAL_BYTES) pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
