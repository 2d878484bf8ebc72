import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** Whose lines these are. Shared processes (engines, stand-ins) have no `instanceId`. */
export interface LogSource {
  /** Unique in a launcher; also the file's name. */
  name: string;
  service: string;
  instanceId?: string;
}

export interface LogQuery {
  instanceId: string;
  traceId?: string | undefined;
  service?: string | undefined;
  /** RFC 3339; lines from then on. */
  since?: string | undefined;
}

export type LogLine = Record<string, unknown> & { time: string };

const KEPT_LINES = 20_000;

/** What the processes said: the newest lines of each in memory, all of them in a file of the run folder. */
export class LogBook {
  private readonly logs = new Map<string, ProcessLog>();

  constructor(private readonly folder: string) {}

  /** The log of a source; a restarted process goes on in the same one. */
  of(source: LogSource): ProcessLog {
    const known = this.logs.get(source.name);
    if (known) return known;
    const log = new ProcessLog(source, join(this.folder, `${source.name}.log`));
    this.logs.set(source.name, log);
    return log;
  }

  /**
   * An instance's lines in order of time. Shared processes take part where the query names one of them or a
   * trace: without either their lines would be other people's.
   */
  lines({ instanceId, traceId, service, since }: LogQuery): LogLine[] {
    const from = since === undefined ? -Infinity : Date.parse(since);
    const logs = [...this.logs.values()].filter(({ source }) => {
      if (service !== undefined && source.service !== service) return false;
      const shared = source.instanceId === undefined && (traceId !== undefined || service !== undefined);
      return shared || source.instanceId === instanceId;
    });
    const lines = logs.flatMap((log) => log.lines(traceId)).filter((line) => Date.parse(line.time) >= from);
    const wanted = traceId === undefined ? lines : lines.filter((line) => line.trace_id === traceId);
    return wanted.sort((one, other) => one.time.localeCompare(other.time));
  }

  /** Forgets an instance that is gone. */
  forget(instanceId: string): void {
    for (const [name, log] of this.logs) {
      if (log.source.instanceId !== instanceId) continue;
      log.close();
      this.logs.delete(name);
    }
  }

  close(): void {
    for (const log of this.logs.values()) log.close();
  }
}

export class ProcessLog {
  private readonly kept: { at: string; text: string }[] = [];
  private readonly file: WriteStream;

  constructor(
    readonly source: LogSource,
    path: string,
  ) {
    this.file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk must not take the platform along: memory still has the lines, and stderr is told once.
    this.file.once('error', (cause) =>
      process.stderr.write(`The log file ${path} broke off: ${cause.message}.\n`),
    );
  }

  add(text: string): void {
    this.kept.push({ at: new Date().toISOString(), text });
    if (this.kept.length > KEPT_LINES) this.kept.splice(0, KEPT_LINES / 10);
    if (this.file.writable) this.file.write(`${text}\n`);
  }

  last(count: number): string[] {
    return this.kept.slice(-count).map(({ text }) => text);
  }

  /** @param mentioning only those with these characters, which costs no reading of all the others */
  lines(mentioning = ''): LogLine[] {
    const kept = this.kept.filter(({ text }) => text.includes(mentioning));
    return kept.map(
      ({ at, text }) => parsed(text) ?? { time: at, level: 'info', service: this.source.service, msg: text },
    );
  }

  close(): void {
    this.file.end();
  }
}

/** A line of structured log; undefined for what a process prints outside its logger (a crash, an engine's own format). */
function parsed(text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    return typeof line.time === 'string' ? (line as LogLine) : undefined;
  } catch {
    return undefined; // not JSON after all
  }
}
