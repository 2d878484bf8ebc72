import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../alive';
import type { Leftovers } from '../launcher';
import { Sentence } from '../sentence';

const HOST = join(__dirname, 'host.cjs');
const CACHE = process.env.BROWSER_CACHE_DIR ?? resolve(__dirname, '..', '..', '.cache', 'browser');
const STOP_DEADLINE_MS = 5_000;

const announcement = z.union([
  z.object({ ws_endpoint: z.string(), pid: z.number() }),
  z.object({ failure: z.string() }),
]);

/**
 * The run's one Chromium, held by a process beside the suite. That process has a pipe of this one: when this process
 * ends, in whatever way, the browser and its folder go with it.
 */
export class BrowserHost {
  private readonly process: ChildProcess;
  private readonly ended: Promise<number>;
  private readonly said: string[] = [];
  private readonly announced: Promise<string>;
  private chromium: number | undefined;

  /**
   * Starts the browser and does not wait for it.
   * @param folder for everything that the browser writes; it is removed with the browser.
   * @param cache where browsers are unpacked to, once a machine.
   */
  constructor(
    private readonly folder: string,
    cache: string = CACHE,
  ) {
    this.process = spawn(process.execPath, [HOST], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, BROWSER_CACHE: cache, BROWSER_FOLDER: folder, LIFELINE_FD: '3' },
      detached: true,
    });
    this.ended = new Promise((done) => this.process.once('close', (code) => done(code ?? 1)));
    const { stderr } = this.process;
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.said.push(line));
    this.announced = this.firstLine();
    this.announced.catch(() => undefined); // Whoever awaits ready() is told.
  }

  /** The address at which workers reach the browser. @throws Sentence when it does not start. */
  async ready(): Promise<string> {
    return this.announced;
  }

  /** Ends the browser, then looks whether that is so. */
  async stop(): Promise<Leftovers> {
    const abandon = setTimeout(() => this.process.kill('SIGKILL'), STOP_DEADLINE_MS);
    this.process.kill('SIGTERM');
    await this.ended;
    clearTimeout(abandon);
    return {
      processes: this.chromium !== undefined && isAlive(this.chromium) ? 1 : 0,
      files: existsSync(this.folder) ? 1 : 0,
    };
  }

  private async firstLine(): Promise<string> {
    const { stdout } = this.process;
    if (!stdout) throw new Error('the browser has no standard output');
    for await (const line of createInterface({ input: stdout })) {
      const told = announcement.parse(JSON.parse(line));
      if ('failure' in told) throw notStarted(told.failure);
      this.chromium = told.pid;
      return told.ws_endpoint;
    }
    const code = await this.ended;
    throw notStarted(this.said.at(-1) ?? `its process ended with code ${code} and said nothing`);
  }
}

function notStarted(reason: string): Sentence {
  return new Sentence(
    `The browser did not start: ${reason.replace(/\.$/, '')}. Mend that, or leave the pages out with --layer api.`,
  );
}
