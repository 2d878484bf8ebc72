import { request, type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** For an upstream that takes a request and says nothing. */
const HEADERS_DEADLINE_MS = 10_000;

export interface Outgoing {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: Readable | undefined;
}

export interface Answer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: IncomingMessage;
}

/** Why there is no answer, and with that whether the request may be sent again. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';

  constructor(
    /** `unsent`: no connection, nothing left here. `lost`: it may have been processed. `late`: no word in time. */
    readonly kind: 'unsent' | 'lost' | 'late' | 'client_left',
    cause?: unknown,
  ) {
    super(`${kind}${cause instanceof Error ? `: ${cause.message}` : ''}`, { cause });
  }
}

/**
 * Sends one request to one instance. The body is not touched before there is a connection, so that another instance
 * can have it; resolves with the answer's beginning, its body streams.
 * @param url the instance's address
 * @param deadlineMs how long the instance may do nothing before its answer begins
 * @throws SendFailure
 */
export async function send(
  agent: Agent,
  url: string,
  outgoing: Outgoing,
  deadlineMs = HEADERS_DEADLINE_MS,
): Promise<Answer> {
  const { method, path, headers, body } = outgoing;
  const { hostname, port } = new URL(url);
  return await new Promise((resolve, reject) => {
    let connected = false;
    const sent = request({ hostname, port, method, path, headers, agent, timeout: deadlineMs });
    const begin = () => {
      connected = true;
      if (body) stream(body, sent);
    };
    sent.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', begin);
      else begin();
    });
    sent.once('timeout', () => {
      sent.destroy(new SendFailure('late', new Error(`nothing for ${deadlineMs} ms`)));
    });
    sent.on('error', (cause) => {
      body?.unpipe(sent);
      if (!connected) reject(new SendFailure('unsent', cause));
      else reject(cause instanceof SendFailure ? cause : new SendFailure('lost', cause));
    });
    sent.once('response', (response) => {
      sent.setTimeout(0);
      resolve({ statusCode: response.statusCode ?? 502, headers: response.headers, body: response });
    });
    if (!body) sent.end();
  });
}

/** Not `pipeline`, which would take the client's connection down with the upstream's, and the refusal with it. */
function stream(body: Readable, sent: ReturnType<typeof request>): void {
  body.once('close', () => {
    if (!body.readableEnded) sent.destroy(new SendFailure('client_left'));
  });
  body.pipe(sent);
}
