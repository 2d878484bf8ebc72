import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process for good: a pid alone is given to another process sooner or later. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in the system's own words (ticks since boot on Linux); compared, never computed with. */
  start: string;
}

/** The identity of whatever runs under this pid now; undefined where nothing (or only a zombie) does. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return start === undefined ? undefined : { pid, start };
}

export function isRunning({ pid, start }: ProcessIdentity): boolean {
  return identityOf(pid)?.start === start;
}

function startFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw cause;
  }
  // The second field, the name in parentheses, may hold spaces and parentheses of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function startFromPs(pid: number): string | undefined {
  try {
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return told === '' ? undefined : String(Date.parse(told));
  } catch (cause) {
    if ((cause as { status?: unknown }).status === 1) return undefined;
    throw cause;
  }
}
