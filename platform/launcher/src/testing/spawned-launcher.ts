import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { recordOf } from '../run-dir';
import { looking } from '../waiting';

export const PROJECT = join(__dirname, '../../../..');
const LAUNCHER = join(__dirname, 'fake-launcher.cjs');
const NODE = join(PROJECT, 'node_modules/.bin/node');

export interface Control {
  url: string;
  token: string;
  pid: number;
  run_dir: string;
}

export interface Answer<T> {
  status: number;
  body: T;
}

/** A launcher with fake services, as a process of its own, held by a lifeline as the suite holds it. */
export class SpawnedLauncher {
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  stderr = '';
  private readonly firstLine: Promise<string | undefined>;

  constructor({ env = {}, args = [] }: { env?: Record<string, string>; args?: string[] } = {}) {
    this.process = spawn(NODE, [LAUNCHER, ...args], {
      cwd: PROJECT,
      env: { ...process.env, LIFELINE_FD: '3', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.exited = once(this.process, 'close').then(([code]) => code as number | null);
    const { stdout, stderr } = this.process;
    if (!stdout || !stderr) throw new Error('the launcher has no output');
    stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    const lines = createInterface({ input: stdout });
    this.firstLine = Promise.race([
      once(lines, 'line').then(([line]) => line as string),
      this.exited.then(() => undefined),
    ]);
  }

  async control(): Promise<Control> {
    const line = await this.firstLine;
    if (line === undefined) throw new Error(`the launcher ended without a control line: ${this.stderr}`);
    return (JSON.parse(line) as { control: Control }).control;
  }

  async ask<T>(method: string, path: string, body?: unknown, token?: string): Promise<Answer<T>> {
    const control = await this.control();
    const response = await fetch(`${control.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token ?? control.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Resolves when the platform is ready. */
  async ready(): Promise<Control> {
    const control = await this.control();
    const status = async () => {
      const { body } = await this.ask<{ status: string }>('GET', '/state');
      return body.status === 'starting' ? undefined : body.status;
    };
    const reached = await looking(status, { deadline: performance.now() + 60_000, until: this.exited });
    if (reached !== 'ready')
      throw new Error(`the platform is not ready but ${reached ?? 'gone'}: ${this.stderr}`);
    return control;
  }

  /** For clean-up: whatever a test left is ended. */
  async end(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGTERM');
    await this.exited;
  }
}

/**
 * Processes of a run that are left: those recorded, those of their sessions (each has one of its own; its
 * watcher is in it) and those that work in the run's folders (a database's own processes).
 */
export function leftOf(runDir: string, sessions: ReadonlySet<number>): string[] {
  const folders = [runDir, join('/dev/shm', basename(runDir))];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(
      (pid) =>
        sessions.has(sessionOf(pid)) || folders.some((folder) => workingFolder(pid).startsWith(folder)),
    )
    .map((pid) => `${pid} ${commandOf(pid)}`);
}

export function sessionsOf(control: Control): Set<number> {
  return new Set(recordOf(control.run_dir).map(({ pid }) => pid));
}

function sessionOf(pid: string): number {
  const stat = reading(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; its parent's parent takes its time to notice.
  return state === 'Z' ? 0 : Number(session ?? 0);
}

function workingFolder(pid: string): string {
  return reading(() => readlinkSync(`/proc/${pid}/cwd`));
}

function commandOf(pid: string): string {
  return reading(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
}

/** A process that ends while it is looked at is not left. */
function reading(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
