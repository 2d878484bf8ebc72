import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LaunchFault } from '../faults';
import type { Undertaker } from './undertaker';

export interface ToolRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface ToolOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  user?: { uid: number; gid: number } | undefined;
  /** A file descriptor to read from. */
  stdin?: number;
}

/** Runs programs that do one thing and end (tar, initdb, apt); none of them outlives the launcher. */
export class Toolbox {
  private readonly running = new Set<ChildProcess>();
  private closed = false;

  constructor(private readonly undertaker: Undertaker) {}

  /** Runs a program to its end. Rejects only when it cannot be started (ENOENT, EACCES) or the launcher stops. */
  async run(command: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolRun> {
    if (this.closed) throw new LaunchFault(`${command} is not run: the launcher is stopping.`);
    const { env = process.env, cwd = '/', user, stdin } = options;
    const stdio = [stdin ?? 'ignore', 'pipe', 'pipe'] as const;
    const child = spawn(command, args, { env, cwd, ...user, stdio: [...stdio], detached: true });
    const closed = once(child, 'close');
    if (child.pid !== undefined) this.hold(child, child.pid);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = (await closed) as [number | null];
    return { code, stdout, stderr };
  }

  /** As `run`, and rejects with what the program said when it fails. */
  async runOrFail(command: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, args, options);
    if (code === 0) return stdout;
    const said = (stderr || stdout).trim().split('\n').slice(-5).join('\n');
    throw new Error(`${command} ${args[0] ?? ''} failed with code ${code}: ${said}`);
  }

  /** Ends what runs, with all of its own processes, and lets nothing more begin. */
  async close(): Promise<void> {
    this.closed = true;
    const ending = [...this.running].map((child) => once(child, 'close'));
    for (const { pid } of this.running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    await Promise.all(ending);
  }

  private hold(child: ChildProcess, pid: number): void {
    this.undertaker.watch(pid, 'KILL');
    this.running.add(child);
    child.once('exit', () => {
      this.undertaker.forget(pid);
      this.running.delete(child);
    });
  }
}
