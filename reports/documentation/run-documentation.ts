import type { Envelope } from '@cucumber/messages';
import { join } from 'node:path';
import { FILES } from '../files/output-directory';
import type { Result } from '../summarise';
import { readHistory, writeHistory } from './history/history-file';
import { readStories } from './pages/defects';
import { documentationOf, type Documentation } from './pages/documentation';
import { Chronicle } from './record/chronicle';
import { siteBuild } from './write/site-build';
import { writeSite } from './write/write-site';

export interface DocumentationOptions {
  /** Where it is written. */
  directory: string;
  /** Where the run's pictures are, if not there. */
  evidence?: string;
  /** The file with the last runs; beside the results unless it is kept elsewhere. */
  history?: string | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The living documentation of one run: told its messages one by one, written when the results are known. */
export class RunDocumentation {
  readonly chronicle = new Chronicle();

  /**
   * @param envelope already redacted.
   * @param picture the file of an attachment that was kept as one.
   */
  take(envelope: Envelope, picture?: string): void {
    this.chronicle.take(envelope, picture);
  }

  /** Writes the site, and adds the run to the history. @throws Error with a sentence when the pages cannot be built. */
  write(result: Result, { directory, evidence, history: file, now }: DocumentationOptions): Documentation {
    const path = file ?? join(directory, HISTORY_FILE);
    const { history, complaint } = readHistory(path);
    const documentation = documentationOf({
      result,
      chronicle: this.chronicle,
      stories: readStories(),
      history,
      now,
      remarks: complaint === null ? [] : [complaint],
    });
    writeSite(
      documentation,
      {
        folder: join(directory, FILES.documentation),
        file: join(directory, FILES.documentationFile),
        evidence: evidence ?? join(directory, FILES.evidence),
      },
      siteBuild(),
    );
    writeHistory(path, documentation.history);
    return documentation;
  }
}

/** Not among the files that a run takes away when it begins: it outlives them. */
export const HISTORY_FILE = 'history.json';
