import { CucumberHtmlStream } from '@cucumber/html-formatter';
import type { Envelope } from '@cucumber/messages';
import { createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { FACTS_MEDIA_TYPE, LOGS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE } from '../run/facts';

/** Figures, and logs that the living documentation shows in their place. */
const NOT_FOR_READERS: readonly string[] = [FACTS_MEDIA_TYPE, UNVERIFIED_MEDIA_TYPE, LOGS_MEDIA_TYPE];

/** Cucumber's own report. Figures that are of no use to its reader are left out. */
export class HtmlReport {
  private readonly stream = new CucumberHtmlStream();
  private readonly written: Promise<void>;

  constructor(private readonly path: string) {
    this.written = pipeline(this.stream, createWriteStream(path));
    // Whoever closes the report hears of a failure; until then it must not count as unhandled.
    this.written.catch(() => undefined);
  }

  /** @param envelope already redacted. */
  take(envelope: Envelope): void {
    const mediaType = envelope.attachment?.mediaType;
    if (mediaType !== undefined && NOT_FOR_READERS.includes(mediaType)) return;
    this.stream.write(envelope);
  }

  async close(): Promise<void> {
    this.stream.end();
    await this.written;
  }

  /** The process ends now: half a report is of no use to anybody. */
  abandon(): void {
    rmSync(this.path, { force: true });
  }
}
