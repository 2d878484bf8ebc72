import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, lstat, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EnvironmentFault, fileFault } from './faults';
import { identityOf, isRunning, type ProcessIdentity } from './processes/identity';

const PREFIX = 'revenue-platform-';
const NAME = /^revenue-platform-(\d+)-(\d+)-[0-9a-f]{4}$/;
const MEMORY = '/dev/shm';
const RECORD = 'processes.ndjson';

/** What a cluster and its instances need in memory before data folders go there. */
const MEMORY_WANTED = 512 * 1024 * 1024;

/**
 * One launcher's folder below the system's temporary folder: its name tells whose it is (pid and start), its
 * record which processes were started. It outlives only a launcher that was killed, and the next start sweeps it.
 */
export class RunDir {
  readonly path: string;
  private memory: string | undefined;

  constructor() {
    const self = identityOf(process.pid);
    if (!self) throw new Error('this process does not find itself');
    this.path = join(
      temporaryFolder(),
      `${PREFIX}${self.pid}-${self.start}-${randomBytes(2).toString('hex')}`,
    );
    try {
      mkdirSync(this.path);
      // Passable, not readable: the database's unprivileged user has to get through to its own folder.
      chmodSync(this.path, 0o711);
    } catch (cause) {
      throw new EnvironmentFault(
        `The run folder ${this.path} cannot be made: ${fileFault(cause) ?? String(cause)}. ` +
          'Set TMPDIR to a folder that can be written.',
        { cause },
      );
    }
  }

  /** Notes a started process, so that a later start can end it if nobody else does. */
  record(name: string, pid: number): void {
    const identity = identityOf(pid);
    if (identity)
      appendFileSync(join(this.path, RECORD), `${JSON.stringify({ name, ...identity })}\n`, { mode: 0o600 });
  }

  async folder(name: string, mode = 0o700): Promise<string> {
    const path = join(this.path, name);
    await mkdir(path, { recursive: true, mode });
    return path;
  }

  /** A folder for data files: in memory where there is room, else in the run folder. */
  async dataFolder(name: string): Promise<string> {
    const base = (await this.memoryFolder()) ?? this.path;
    const path = join(base, name);
    await mkdir(path, { mode: 0o700 });
    return path;
  }

  async remove(): Promise<void> {
    if (this.memory) await rm(this.memory, { recursive: true, force: true });
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  private async memoryFolder(): Promise<string | undefined> {
    if (this.memory) return this.memory;
    if (process.platform !== 'linux') return undefined;
    const room = await statfs(MEMORY).catch(() => undefined);
    if (!room || room.bavail * room.bsize < MEMORY_WANTED) return undefined;
    const path = join(MEMORY, basename(this.path));
    await mkdir(path, { recursive: true });
    chmodSync(path, 0o711);
    this.memory = path;
    return path;
  }
}

/**
 * Ends what launchers that no longer run left behind. Only folders of this user count, and a recorded process
 * is ended only if both its pid and its start match: a recycled pid belongs to somebody else.
 * @returns the names of the folders that were removed
 */
export async function sweepLeftovers(temporary = temporaryFolder(), memory = MEMORY): Promise<string[]> {
  const swept = await Promise.all([temporary, memory].map((base) => sweepBelow(base)));
  return swept.flat();
}

/**
 * The system's temporary folder; where root has one that is closed to others (libpam-tmpdir makes such), the
 * common one, because the database's unprivileged user has to get through.
 */
function temporaryFolder(): string {
  const own = tmpdir();
  if (process.getuid?.() !== 0) return own;
  for (let folder = own; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return '/tmp';
  }
  return own;
}

async function sweepBelow(base: string): Promise<string[]> {
  const names = await readdir(base).catch(() => [] as string[]);
  const swept: string[] = [];
  for (const name of names) {
    const owner = ownerOf(name);
    const path = join(base, name);
    if (!owner || isRunning(owner) || !(await isOwnFolder(path))) continue;
    for (const leftover of await recorded(path))
      if (isRunning(leftover)) process.kill(leftover.pid, 'SIGKILL');
    await rm(path, { recursive: true, force: true });
    swept.push(name);
  }
  return swept;
}

function ownerOf(name: string): ProcessIdentity | undefined {
  const [, pid, start] = NAME.exec(name) ?? [];
  return pid === undefined || start === undefined ? undefined : { pid: Number(pid), start };
}

async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

async function recorded(path: string): Promise<ProcessIdentity[]> {
  const text = await readFile(join(path, RECORD), 'utf8').catch(() => '');
  // A launcher killed in the middle of a write leaves half a line: it does not count.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as ProcessIdentity);
}

/** The processes a run folder's record names, for tests and for people who look. */
export function recordOf(path: string): (ProcessIdentity & { name: string })[] {
  const lines = readFileSync(join(path, RECORD), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as ProcessIdentity & { name: string });
}
