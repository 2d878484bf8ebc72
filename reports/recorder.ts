import type { Envelope } from '@cucumber/messages';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../requirements/catalogue';
import { writeCiOutput } from './ci/ci-output';
import { RunDocumentation } from './documentation/run-documentation';
import { EvidenceFolder, isEvidence } from './files/evidence';
import { HtmlReport } from './files/html';
import { JunitReport } from './files/junit';
import { MessagesFile } from './files/messages-file';
import { FILES, prepareOutput, writeWhole } from './files/output-directory';
import type { Proof } from './proof';
import { listenForSecrets, redactJson, redactText, stopListening } from './redaction';
import { redactEnvelope } from './redaction/envelope';
import { Journal } from './run/journal';
import { readRunFile, type RunFile } from './run/run-file';
import { unreadFeatures } from './run/unread-features';
import { summarise, type Result } from './summarise';
import { summarySchema } from './summary-schema';
import { Progress } from './terminal/progress';
import { tellSummary } from './terminal/summary';
import { terminalOf, type OutputStream } from './terminal/text';

export interface RecorderOptions {
  directory: string;
  catalogue: Catalogue;
  proof: Proof;
  /** A path, or the circumstances themselves. Asked anew each time: the path may be set, and the file changes, while the run goes on. */
  runFile: () => string | RunFile | undefined;
  write: (text: string) => void;
  stream: OutputStream;
  env: NodeJS.ProcessEnv;
  /** The folder with `features/`, to tell what a run leaves out; undefined where only the run itself is known. */
  project?: string;
  /** Whether the living documentation is made at the end; whoever compares many runs has no use for it. */
  documents: boolean;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * Takes every Cucumber message, redacts it before anything else happens, and leaves a run's results in its directory.
 * It says what happens while it happens, and at the end what it came to.
 */
export class Recorder {
  private readonly journal = new Journal();
  private readonly junit = new JunitReport();
  private readonly now: () => number;
  private readonly openedAt: number;
  private readonly messages: MessagesFile;
  private readonly evidence: EvidenceFolder;
  private readonly html: HtmlReport;
  private readonly progress: Progress;
  private readonly documentation: RunDocumentation | undefined;
  private result: Result | undefined;
  private lastRead: RunFile | undefined;

  constructor(private readonly options: RecorderOptions) {
    const { directory, stream, env, write } = options;
    this.now = options.now ?? Date.now;
    this.openedAt = this.now();
    prepareOutput(directory);
    listenForSecrets();
    this.messages = new MessagesFile(this.path('messages'));
    this.evidence = new EvidenceFolder(this.path('evidence'));
    this.html = new HtmlReport(this.path('html'));
    this.documentation = options.documents ? new RunDocumentation() : undefined;
    const live = stream.isTTY === true && !env['CI'];
    this.progress = new Progress(this.journal, () => this.readFile(), {
      ...terminalOf(stream, env),
      write,
      live,
    });
  }

  take(received: Envelope): void {
    const envelope = redactEnvelope(received);
    this.messages.take(envelope);
    this.journal.update(envelope);
    // By now the platform is up, or known not to be.
    if (envelope.testRunStarted) this.readFile();
    this.junit.take(envelope);
    this.html.take(envelope);
    this.progress.take(envelope);
    // Kept whether or not it is documented.
    const file = this.keepEvidence(envelope);
    this.documentation?.take(envelope, file);
  }

  /** @returns the name of the file, where there is one. */
  private keepEvidence({ attachment }: Envelope): string | undefined {
    if (!attachment || !isEvidence(attachment)) return undefined;
    const journey = this.journal.scenarioOf(attachment.testCaseStartedId)?.journey ?? 'run';
    return this.evidence.take(attachment, journey);
  }

  /** The end of the run: writes what remains and tells the summary. @returns the exit code. */
  async close(): Promise<number> {
    const result = this.writeResults();
    await this.html.close();
    this.document(result);
    this.tell(result);
    return result.summary.run.exit_code;
  }

  /** The process ends in the middle of the run: all that can be written without waiting. @returns the exit code. */
  closeAbruptly(): number {
    if (this.result) return this.result.summary.run.exit_code;
    const result = this.writeResults();
    this.html.abandon();
    this.document(result);
    this.tell(result);
    return result.summary.run.exit_code;
  }

  private writeResults(): Result {
    const { catalogue, proof, project } = this.options;
    const now = this.now();
    const told = summarise(this.journal, {
      catalogue,
      proof,
      file: this.readFile(),
      openedAt: this.openedAt,
      now,
      ...(project === undefined ? {} : { unread: unreadFeatures(this.journal.features, project) }),
    });
    const result = { ...told, summary: summarySchema.parse(redactJson(told.summary)) };
    this.result = result;
    this.messages.close();
    writeWhole(this.path('junit'), this.junit.close(result.judged, result.failure, now));
    writeWhole(this.path('summary'), `${JSON.stringify(result.summary, null, 2)}\n`);
    writeCiOutput(result, this.options);
    stopListening();
    return result;
  }

  /** Results stand whatever becomes of the pages that show them; why there are none is told. */
  private document(result: Result): void {
    const { directory, env, write } = this.options;
    try {
      this.documentation?.write(result, { directory, history: env['ACCEPTANCE_HISTORY'], now: this.now() });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      write(`\nThe living documentation could not be made: ${why}\n`);
    }
  }

  private tell(result: Result): void {
    const { directory, stream, env, write } = this.options;
    this.progress.close();
    write(tellSummary(result, directory, terminalOf(stream, env)));
  }

  /**
   * Its sentences are written to reports and terminals, so they are redacted like all else. Whoever wrote the file takes
   * it away when the process ends, perhaps before this is asked for the last time; then what was read last stands.
   */
  private readFile(): RunFile {
    const known = this.options.runFile();
    if (this.lastRead && typeof known === 'string' && !existsSync(known)) return this.lastRead;
    const file = typeof known === 'object' ? known : readRunFile(known);
    const lacking = Object.entries(file.lacking).map(([capability, why]) => [capability, redactText(why)]);
    this.lastRead = {
      ...file,
      failure: file.failure === null ? null : redactText(file.failure),
      lacking: Object.fromEntries(lacking) as RunFile['lacking'],
    };
    return this.lastRead;
  }

  private path(file: keyof typeof FILES): string {
    return join(this.options.directory, FILES[file]);
  }
}
