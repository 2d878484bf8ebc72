import type { WebSocket } from 'ws';

/** How a socket ended: a code of RFC 6455, section 7.4, and the reason that came with it. */
export interface Closing {
  code: number;
  reason: string;
}

/** They are never sent; they say what did not come: a code with the closing, or a closing at all. */
const NO_CODE = 1005;
const NO_CLOSING = 1006;

/**
 * What a client is told when a backend has gone without a word, or the edge goes itself. Not 1013, which asks clients
 * to stay away for a while: other instances are there, or the same one is back in a moment, and the chat can resume.
 */
export const RESTARTING: Closing = { code: 1012, reason: 'Restarting' };

/** Ends the client's socket as the backend ended its own. */
export function closeTowardClient(client: WebSocket, { code, reason }: Closing): void {
  if (code === NO_CLOSING) client.close(RESTARTING.code, RESTARTING.reason);
  else closeAs(client, { code, reason });
}

/** Ends the backend's socket as the client ended its own: who vanished has vanished for the backend too. */
export function closeTowardBackend(backend: WebSocket, { code, reason }: Closing): void {
  if (code === NO_CLOSING) backend.terminate();
  else closeAs(backend, { code, reason });
}

function closeAs(socket: WebSocket, { code, reason }: Closing): void {
  if (code === NO_CODE) socket.close();
  else socket.close(code, reason);
}
