import type { Logger } from '@reference/kit/logger';
import { continueTrace, currentTrace, inTrace } from '@reference/kit/trace';
import type { Connection, Database } from '../storage/database';
import type { ArchivedLine, ArchiveFormat, FormatName } from './archive';
import { csvFormat } from './csv-format';
import * as store from './export-store';
import { jsonFormat } from './json-format';

/** Messages that are read, and made a part of the file, at a time: half a megabyte of the longest that people write. */
const A_PART = 64;
/** For exports whose instance stopped while it made them. */
const LOOK_MS = 10_000;

export const ARCHIVE_FORMATS: Readonly<Record<FormatName, ArchiveFormat>> = {
  json: jsonFormat,
  csv: csvFormat,
};

/** The export was taken away while it was being made. */
class ExportGone extends Error {
  override readonly name = 'ExportGone';
}

/** Makes people's files, one after the other, beside everything else that goes on here. */
export class ExportMaker {
  private work: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.takeOver(), LOOK_MS);
    this.takeOver();
  }

  /** Lets go of what is being made; another instance, or this one when it is back, begins it anew. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.work;
  }

  /** Begins a file with everything that was said so far. */
  async begin(userId: string, format: FormatName): Promise<store.ExportView> {
    const trace = currentTrace();
    if (!trace) throw new Error('an export is to be made that belongs to no trace');
    const job = { user_id: userId, format, trace_id: trace.traceId };
    const view = await this.db.transaction().execute((tx) => store.insertExport(tx, job));
    this.queue({ ...job, id: view.id });
    return view;
  }

  private takeOver(): void {
    store.takeOverAbandoned(this.db).then(
      (jobs) => jobs.forEach((job) => this.queue(job)),
      (cause: unknown) => this.logger.warn({ err: cause }, 'exports could not be looked for; trying again'),
    );
  }

  private queue(job: store.ExportJob): void {
    this.work = this.work.then(() => inTrace(continueTrace(job.trace_id), () => this.make(job)));
  }

  /** Never rejects: a file that cannot be made says so. */
  private async make({ id, user_id, format }: store.ExportJob): Promise<void> {
    if (this.stopping) return;
    const startedAt = performance.now();
    try {
      await store.deleteParts(this.db, id);
      const made = await this.write(id, user_id, ARCHIVE_FORMATS[format]);
      await store.finishExport(this.db, id, { status: 'ready', ...made });
      const duration_ms = Math.round(performance.now() - startedAt);
      this.logger.info({ export_id: id, format, ...made, duration_ms }, 'export made');
    } catch (cause) {
      if (cause instanceof ExportGone) return;
      this.logger.error({ err: cause, export_id: id }, 'an export could not be made');
      await store.finishExport(this.db, id, { status: 'failed' }).catch((again: unknown) => {
        this.logger.warn(
          { err: again, export_id: id },
          'nor could that be noted; another instance takes it over',
        );
      });
    }
  }

  /** All of it is read as it was at one moment, however long that takes. */
  private async write(
    id: string,
    userId: string,
    format: ArchiveFormat,
  ): Promise<{ messages: number; bytes: number }> {
    const made = { messages: 0, bytes: 0 };
    let part = 0;
    const add = async (content: string) => {
      if (!(await store.renewExport(this.db, id))) throw new ExportGone();
      await store.insertPart(this.db, id, part, content);
      part += 1;
      made.bytes += Buffer.byteLength(content);
    };
    await this.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        let last: ArchivedLine | undefined;
        for await (const lines of everything(tx, userId)) {
          const before = last;
          const text = lines.map((line, index) => format.line(line, index === 0 ? before : lines[index - 1]));
          made.messages += lines.filter(({ message }) => message !== null).length;
          last = lines.at(-1);
          await add([part === 0 ? format.begin(new Date()) : '', ...text].join(''));
        }
        await add(`${part === 0 ? format.begin(new Date()) : ''}${format.end(last)}`);
      });
    return made;
  }
}

async function* everything(tx: Connection, userId: string): AsyncGenerator<ArchivedLine[]> {
  await store.openLines(tx, userId);
  for (;;) {
    const lines = await store.nextLines(tx, A_PART);
    if (lines.length > 0) yield lines;
    if (lines.length < A_PART) return;
  }
}
