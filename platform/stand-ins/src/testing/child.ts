import { registration, type Registration } from '@reference/kit/discovery';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './in-test';

export type LogLine = Record<string, unknown>;

/** A stand-in as the process that a launcher would start. */
export interface Child {
  readonly entry: Registration;
  /** Every log line so far. */
  readonly lines: readonly LogLine[];
  /** SIGTERM; resolves with the exit code. */
  terminate(): Promise<number | null>;
  /** Closes the lifeline, as the end of the launcher would; resolves with the exit code. */
  letGo(): Promise<number | null>;
  /** Names of the files that stand in the discovery folder. */
  registered(): Promise<string[]>;
}

/** Starts a `main.ts` in a process of its own and waits for its registration. */
export async function startProcess(t: TestContext, main: string, service: string): Promise<Child> {
  const dir = await temporaryFolder(t);
  const child = spawn(process.execPath, ['-r', 'ts-node/register', main], {
    env: { PATH: process.env.PATH, PORT: '0', SERVICE_DISCOVERY_DIR: dir, LIFELINE_FD: '3' },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code]) => code as number | null);

  const lines: LogLine[] = [];
  const { stdout, stdio } = child;
  if (stdout === null) throw new Error('the process has no standard output');
  const reader = createInterface({ input: stdout });
  const ended = once(reader, 'close');
  const ready = new Promise<void>((resolve) =>
    reader.on('line', (line) => {
      const parsed = JSON.parse(line) as LogLine;
      lines.push(parsed);
      if (parsed.msg === 'ready') resolve();
    }),
  );
  await Promise.race([
    ready,
    exited.then((code) => Promise.reject(new Error(`${main} exited with ${code}`))),
  ]);

  const gone = async (): Promise<number | null> => {
    await ended;
    return exited;
  };
  return {
    entry: registration.parse(JSON.parse(await readFile(join(dir, `${service}.json`), 'utf8'))),
    lines,
    terminate() {
      child.kill('SIGTERM');
      return gone();
    },
    letGo() {
      (stdio[3] as Socket).destroy();
      return gone();
    },
    registered: () => readdir(dir),
  };
}
