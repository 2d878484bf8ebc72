/** A message as an export shows it. `created_at` is RFC 3339. */
export interface ArchivedMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly created_at: string;
}

/** A conversation without what was said in it. */
export interface ArchivedThread {
  readonly id: string;
  readonly title: string;
  readonly created_at: string;
}

/** One message with its conversation, in the order of a file: by conversation, and within it as it was said. */
export interface ArchivedLine {
  readonly thread: ArchivedThread;
  /** null for a conversation in which nothing was said. */
  readonly message: ArchivedMessage | null;
}

/** What a file begins with, what each line adds to it, and what it ends with. */
export interface ArchiveFormat {
  readonly contentType: string;
  begin(now: Date): string;
  /** @param before the line before it; undefined for the first of all */
  line(line: ArchivedLine, before: ArchivedLine | undefined): string;
  end(last: ArchivedLine | undefined): string;
}

export const FORMATS = ['json', 'csv'] as const;
export type FormatName = (typeof FORMATS)[number];
