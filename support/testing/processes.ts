import { readdirSync, readFileSync } from 'node:fs';

/** A process that carries a mark in its environment, and so does everything it starts. */
export interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

export const MARK_VARIABLE = 'ACCEPTANCE_TEST_MARK';

/** Every living process on this machine that descends from the one that was started with the mark. Linux only. */
export function markedProcesses(mark: string): MarkedProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .map(Number)
    .filter((pid) => carries(pid, mark))
    .map((pid) => ({ pid, command: commandOf(pid) }));
}

function carries(pid: number, mark: string): boolean {
  return (read(`/proc/${pid}/environ`) ?? '').includes(`${MARK_VARIABLE}=${mark}`);
}

function commandOf(pid: number): string {
  return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim().slice(0, 120);
}

/** undefined for a process that ended meanwhile, or that belongs to somebody else. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
