import type { HeldProcess } from './held-process';
import { exitInWords, type Exit } from './held-process';

const SHOWN_LINES = 12;

/** `what` and the last lines that the process said, as a reader of a terminal needs them. */
export function withLastLines(what: string, process: HeldProcess): string {
  const lines = process.lastLines(SHOWN_LINES).map(readable);
  if (lines.length === 0) return `${what} It said nothing.`;
  return `${what} Its last lines:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export function exitReport(name: string, exit: Exit, process: HeldProcess): string {
  return withLastLines(`${name} ${exitInWords(exit)} before it was ready.`, process);
}

/** A structured log line as `LEVEL message (error)`, any other line as it is. */
function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: string;
      msg?: string;
      err?: { message?: string };
    };
    if (msg === undefined) return line;
    const cause = err?.message !== undefined && err.message !== msg ? ` (${err.message})` : '';
    return `${(level ?? 'info').toUpperCase()} ${msg}${cause}`;
  } catch {
    return line; // a line that was cut off
  }
}
