import type { Session } from './auth';

export type ExportFormat = 'json' | 'csv';

/** A file as it lies on a person's device. */
export interface ExportedFile {
  /** Of the export that it came from; nobody needs to know it but who asks for it once more. */
  readonly exportId: string;
  readonly name: string;
  readonly text: string;
}

/** Taking along what was said. Every verb throws Refused when the service says no. */
export interface ExportsDriver {
  /** Asks for a file, waits until it is made, and takes it. */
  take(session: Session, format: ExportFormat): Promise<ExportedFile>;
  /** Takes a file that was made before. */
  takeAgain(session: Session, exportId: string): Promise<ExportedFile>;
}
