import type { FastifyReply } from 'fastify';

/**
 * A response that is written by hand: whole, or as server-sent events piece by piece, and that can be broken
 * off. Writing is synchronous; what each call returns resolves when the bytes were handed to the network (so a reader
 * who does not read slows the writer down) or when the client is gone.
 */
export class Connection {
  readonly #gone = new AbortController();
  #settle: () => void = () => undefined;

  private constructor(private readonly reply: FastifyReply) {
    reply.raw.once('close', () => {
      this.#gone.abort();
      this.#settle();
    });
    if (reply.raw.closed) this.#gone.abort();
  }

  /** Takes the response over from the server; from here on nobody else answers the request. */
  static takeOver(reply: FastifyReply): Connection {
    reply.hijack();
    return new Connection(reply);
  }

  /** Aborted when the response is closed, whoever closed it. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Answers at once, with JSON. */
  json(status: number, body: object): void {
    if (this.gone.aborted) return;
    this.#writeHead(status, 'application/json; charset=utf-8');
    this.reply.raw.end(JSON.stringify(body));
  }

  /** Begins a stream of events. */
  open(first: object): Promise<void> {
    if (!this.gone.aborted) this.#writeHead(200, 'text/event-stream; charset=utf-8');
    return this.send(first);
  }

  send(event: object): Promise<void> {
    return this.#write(`data: ${JSON.stringify(event)}\n\n`);
  }

  async end(): Promise<void> {
    await this.#write('data: [DONE]\n\n');
    this.reply.raw.end();
  }

  /** Breaks the connection, as a network or a crash would: no end of the stream, no further byte. */
  cut(): void {
    this.reply.raw.destroy();
  }

  /** With what the server's hooks have set (the trace id), which a taken-over response would lose. */
  #writeHead(status: number, contentType: string): void {
    const { raw } = this.reply;
    for (const [name, value] of Object.entries(this.reply.getHeaders())) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-cache' });
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.gone.aborted) {
        resolve();
        return;
      }
      this.#settle = resolve;
      this.reply.raw.write(text, () => resolve());
    });
  }
}
