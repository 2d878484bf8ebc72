import { readdirSync, readFileSync } from 'node:fs';

/** A living process; its start tells it from a later one with the same number. Linux only. */
export interface LivingProcess {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since the machine's start. */
  readonly start: string;
  readonly command: string;
}

/** Everything that the process `ancestor` started, and what that started. */
export function descendantsOf(ancestor: number): LivingProcess[] {
  const all = livingProcesses();
  const family = new Set([ancestor]);
  // A child may be listed before its parent, so it takes as many rounds as the family has generations.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && family.has(pid));
}

/** Those of `known` that are still there, and whoever was started with `folder` in its command or environment. */
export function stillAlive(known: readonly LivingProcess[], folder: string): LivingProcess[] {
  return livingProcesses().filter(
    (one) => known.some(({ pid, start }) => pid === one.pid && start === one.start) || mentions(one, folder),
  );
}

function livingProcesses(): LivingProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => processOf(Number(pid))).filter((one) => one !== undefined);
}

/** undefined for a process that has ended, even if nobody has taken note of it yet (a zombie). */
function processOf(pid: number): LivingProcess | undefined {
  // The second field, the command in brackets, may hold spaces and brackets itself.
  const [state, parent, ...rest] = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ') ?? [];
  const start = rest[17];
  if (state === undefined || parent === undefined || start === undefined || state === 'Z' || state === 'X')
    return undefined;
  const command = (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  return { pid, parent: Number(parent), start, command: command.slice(0, 160) };
}

function mentions({ pid }: LivingProcess, folder: string): boolean {
  if (pid === process.pid) return false;
  return [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some(
    (file) => read(file)?.includes(folder) ?? false,
  );
}

/** undefined for a process that ended meanwhile, or that belongs to somebody else. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
