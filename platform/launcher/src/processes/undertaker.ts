import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Reads what runs (`+ <pid> <signal>`) and what has ended (`- <pid>`), and at the end of its input, which comes
 * however the launcher ends, signals what is left. KILL goes to the whole group: each process leads one.
 */
const SCRIPT = `
trap "" INT TERM HUP QUIT
running=""
while read -r verb pid signal; do
  if [ "$verb" = + ]; then running="$running $signal:$pid"; continue; fi
  left=""
  for entry in $running; do [ "\${entry#*:}" = "$pid" ] || left="$left $entry"; done
  running=$left
done
for entry in $running; do
  case $entry in
    KILL:*) kill -s KILL -- "-\${entry#*:}" ;;
    *) kill -s "\${entry%%:*}" "\${entry#*:}" ;;
  esac
done
`;

/**
 * Ends the launcher's processes when the launcher is killed and cannot do it itself. A shell of a few lines, so
 * that it holds whatever the processes do with their own lifeline (a stopped or busy one does not look at it).
 * It knows of each process before that process starts, and of each end before the pid can be another's.
 */
export class Undertaker {
  private readonly process: ChildProcess;
  private readonly exited: Promise<unknown>;

  constructor() {
    this.process = spawn('/bin/sh', ['-c', SCRIPT], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    });
    this.exited = once(this.process, 'exit');
    // If it is gone, lifelines and the next start's sweep are still there.
    this.input.on('error', () => undefined);
  }

  watch(pid: number, signal: 'KILL' | 'QUIT'): void {
    this.input.write(`+ ${pid} ${signal}\n`);
  }

  forget(pid: number): void {
    this.input.write(`- ${pid}\n`);
  }

  /** For a launcher that has ended its processes itself. */
  async dismiss(): Promise<void> {
    this.input.end();
    await this.exited;
  }

  private get input(): Writable {
    return this.process.stdin as Writable;
  }
}
