/** A message on its way. `thread` is undefined for one that begins a new thread. */
export interface Outgoing {
  readonly clientId: string;
  readonly content: string;
  readonly thread: string | undefined;
}

/** What was said and not yet accepted, in order. The server takes a `clientId` once, however often it is sent. */
export class Outbox {
  private waiting: Outgoing[] = [];
  private sent = new Set<string>();

  add(message: Outgoing): void {
    this.waiting.push(message);
  }

  /** What may be sent now. Of messages that begin a thread only the first: the others belong into the same one. */
  due(): Outgoing[] {
    const first = this.waiting.find(({ thread }) => thread === undefined);
    const due = this.waiting.filter(
      (message) => !this.sent.has(message.clientId) && (message.thread !== undefined || message === first),
    );
    for (const { clientId } of due) this.sent.add(clientId);
    return due;
  }

  /** The connection was lost, and with it perhaps what was sent: everything that is waiting is due again. */
  lost(): void {
    this.sent.clear();
  }

  /** @returns the message, if it came from here */
  accepted(clientId: string, thread: string): Outgoing | undefined {
    const message = this.removed(clientId);
    if (message?.thread === undefined && message)
      this.waiting = this.waiting.map((other) => (other.thread === undefined ? { ...other, thread } : other));
    return message;
  }

  refused(clientId: string): Outgoing | undefined {
    return this.removed(clientId);
  }

  private removed(clientId: string): Outgoing | undefined {
    const message = this.waiting.find((other) => other.clientId === clientId);
    this.waiting = this.waiting.filter((other) => other !== message);
    this.sent.delete(clientId);
    return message;
  }
}
