import type { Envelope } from '@cucumber/messages';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Cucumber's messages, one a line, each on the disk before the next is taken: a killed run keeps what it had. */
export class MessagesFile {
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'w');
  }

  /** @param envelope already redacted. */
  take(envelope: Envelope): void {
    writeSync(this.descriptor, `${JSON.stringify(envelope)}\n`);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
