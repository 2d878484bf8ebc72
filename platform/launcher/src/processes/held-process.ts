import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { settlesWithin } from '../waiting';
import type { ProcessLog } from './log-book';
import type { Undertaker } from './undertaker';

export interface HeldProcessOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  log: ProcessLog;
  /** What ends it once the launcher was killed: KILL, or QUIT for a server that has processes of its own to end. */
  orphanSignal: 'KILL' | 'QUIT';
  /** Whether it gets the lifeline itself, as descriptor 3, and watches it too. */
  passLifeline: boolean;
  stdin?: string;
  user?: { uid: number; gid: number } | undefined;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * The process waits for a first line on its lifeline, so that it does not run before its undertaker knows of it;
 * without that line, or with the launcher gone, it never does. Its pid stays the same through exec.
 */
const GO = 'read -r _ <&3 || exit 1;';
const EXEC_WITH_LIFELINE = `${GO} exec "$@"`;
const EXEC_WITHOUT = `${GO} exec "$@" 3<&-`;

const DRAIN_MS = 300;
const INSPECTOR_MS = 5_000;

/** A child process that cannot outlive this one, not even by kill -9, with its output in a log. */
export class HeldProcess {
  readonly name: string;
  readonly pid: number;
  readonly startedAt = performance.now();
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  private readonly drained: Promise<unknown>;
  private readonly listeners = new Set<(line: string) => void>();
  private inspector: Promise<string | undefined> | undefined;

  constructor(
    private readonly options: HeldProcessOptions,
    private readonly undertaker: Undertaker,
  ) {
    this.name = options.name;
    const { command, args, env, cwd, orphanSignal, passLifeline, user, stdin } = options;
    const script = passLifeline ? EXEC_WITH_LIFELINE : EXEC_WITHOUT;
    const child = spawn('/bin/sh', ['-c', script, 'sh', command, ...args], {
      cwd,
      env: passLifeline ? { ...env, LIFELINE_FD: '3' } : env,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // A session of its own: Ctrl-C in a terminal reaches the launcher, which ends everything in order.
      detached: true,
      ...user,
    });
    this.drained = once(child, 'close');
    if (child.pid === undefined)
      throw new Error(`${options.name} could not be started: /bin/sh does not run`);
    this.pid = child.pid;
    undertaker.watch(this.pid, orphanSignal);
    const lifeline = child.stdio[3] as Duplex;
    // A process that has ended is reported by its exit, not by what can no longer be written to it.
    lifeline.on('error', () => undefined).resume();
    lifeline.write('go\n');
    this.exited = this.followExit(child, lifeline);
    this.readLines(child);
    const input = child.stdin;
    input.on('error', () => undefined);
    input.end(stdin ?? '');
  }

  /** The first line of output, from now on, that matches; undefined when the process ends or time is up before. */
  async line(pattern: RegExp, withinMs: number): Promise<string | undefined> {
    let found: string | undefined;
    let listener: ((line: string) => void) | undefined;
    const seen = new Promise<void>((resolve) => {
      listener = (line) => {
        if (!pattern.test(line)) return;
        found = line;
        resolve();
      };
      this.listeners.add(listener);
    });
    await settlesWithin(Promise.race([seen, this.ended()]), withinMs);
    if (listener) this.listeners.delete(listener);
    return found;
  }

  /** Has a process of Node's open its inspector, once. @returns where it listens; undefined where it does not say */
  async inspectorAddress(): Promise<string | undefined> {
    if (!this.inspector) {
      const told = this.line(/^Debugger listening on ws:/, INSPECTOR_MS);
      this.signal('SIGUSR1');
      this.inspector = told.then((line) => /ws:\S+/.exec(line ?? '')?.[0]);
    }
    return await this.inspector;
  }

  /** Resolves once the process has ended and what it said last has been read. */
  async ended(): Promise<Exit> {
    const exit = await this.exited;
    // Its own children may hold the pipes for longer; what they say is not waited for.
    await settlesWithin(this.drained, DRAIN_MS);
    return exit;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.exit) process.kill(this.pid, signal);
  }

  /** Asks with `signal`, and ends the process with SIGKILL when it has not gone within `withinMs`. */
  async stop(signal: NodeJS.Signals, withinMs: number): Promise<Exit> {
    this.signal(signal);
    if (!(await settlesWithin(this.exited, withinMs))) this.signal('SIGKILL');
    return await this.exited;
  }

  lastLines(count: number): string[] {
    return this.options.log.last(count);
  }

  private async followExit(child: ChildProcess, lifeline: Duplex): Promise<Exit> {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    this.undertaker.forget(this.pid);
    this.exit = { code, signal };
    lifeline.destroy();
    return this.exit;
  }

  private readLines(child: ChildProcess): void {
    for (const output of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: output }).on('line', (line) => {
        this.options.log.add(line);
        for (const listener of this.listeners) listener(line);
      });
    }
  }
}

/** How a process ended, in words. */
export function exitInWords({ code, signal }: Exit): string {
  return signal ? `was ended by ${signal}` : `exited with code ${code}`;
}
