import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import { isAlive } from './alive';
import { eventually, Hopeless, NotYet } from './eventually';
import { Sentence } from './sentence';
import { launcherInstance, type LauncherInstance } from './targets/launcher-instance';
import type { Control } from './targets/platform-under-test';

const LAUNCHER = resolve(__dirname, '..', 'platform', 'launcher', 'bin', 'launcher.cjs');
/** A first start fetches Redis, bundles the services and prepares a database cluster; later ones take two seconds. */
const START_DEADLINE_MS = 180_000;
const ANNOUNCE_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 10_000;
const END_DEADLINE_MS = 2_000;

const announcement = z.object({
  control: z.object({ url: z.string(), token: z.string(), run_dir: z.string() }),
});

const state = z.object({
  status: z.enum(['starting', 'ready', 'failed', 'stopping']),
  ready_ms: z.number().optional(),
  prepared: z.array(z.string()),
  failure: z.string().optional(),
  instances: z.array(launcherInstance),
  processes: z.array(z.object({ name: z.string(), pid: z.number() })),
});

/** What a launcher that ended has left behind. */
export interface Leftovers {
  readonly processes: number;
  /** Run folders. */
  readonly files: number;
}

export interface LaunchedPlatform {
  readonly control: Control;
  readonly instance: LauncherInstance;
  /** From the launcher's start until every service was ready. */
  readonly readyMs: number;
  /** What this start made for all later ones; with anything here, `readyMs` says nothing about the platform. */
  readonly prepared: readonly string[];
}

/**
 * The launcher as a process beside the suite, spoken to over its control interface. It holds a pipe of this process:
 * when this process ends, in whatever way, the launcher ends everything it started.
 */
export class Launcher {
  private readonly process: ChildProcess;
  private readonly said: string[] = [];
  private runDir: string | undefined;
  private readonly ended: Promise<number>;
  private readonly announced: Promise<Control>;

  private readonly toldSteps = new Set<string>();

  /** @param onPreparation told of each thing that is made for the first time, which may take its time. */
  constructor(private readonly onPreparation: (step: string) => void = () => undefined) {
    this.process = spawn(process.execPath, [LAUNCHER], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, LIFELINE_FD: '3' },
      detached: true,
    });
    this.ended = new Promise((done) => this.process.once('close', (code) => done(code ?? 1)));
    this.announced = this.firstLine();
    this.announced.catch(() => undefined); // Whoever awaits ready() is told.
    const { stderr } = this.process;
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.said.push(line));
  }

  /** @throws Sentence when the platform does not come up, with the launcher's own reason. */
  async ready(): Promise<LaunchedPlatform> {
    const control = await this.announcedControl();
    const look = async () => {
      if (this.isGone()) throw new Hopeless('the launcher is gone');
      const now = await this.state(control);
      for (const step of now.prepared.filter((one) => !this.toldSteps.has(one))) {
        this.toldSteps.add(step);
        this.onPreparation(step);
      }
      if (now.status === 'starting') throw new NotYet(this.lastWords() || 'the launcher is still at work');
      return now;
    };
    const up = eventually('The platform never came up', look, { within: START_DEADLINE_MS });
    up.catch(() => undefined); // When the launcher dies first, its own reason is the better one.
    const now = await Promise.race([up, this.death()]);
    if (now.status !== 'ready') throw new Sentence(now.failure ?? 'The platform did not come up.');
    return this.platform(control, now);
  }

  async warm(control: Control, pool: Readonly<Record<string, number>>): Promise<void> {
    await axios.post(`${control.url}/pool`, pool, this.request(control));
  }

  /** Ends the launcher and everything it started, then looks whether that is so. */
  async stop(): Promise<Leftovers> {
    const started = await this.startedProcesses();
    const abandon = setTimeout(() => this.process.kill('SIGKILL'), STOP_DEADLINE_MS);
    this.process.kill('SIGTERM');
    await this.ended;
    clearTimeout(abandon);
    return {
      processes: started.filter(isAlive).length,
      files: this.runDir !== undefined && existsSync(this.runDir) ? 1 : 0,
    };
  }

  /** For a process that is about to exit: tells the launcher to end, and waits, without letting anything else happen. */
  endNow(): void {
    if (this.isGone()) return;
    this.process.kill('SIGTERM');
    const clock = new Int32Array(new SharedArrayBuffer(4));
    const deadline = Date.now() + END_DEADLINE_MS;
    // The run folder is the last thing that a launcher removes.
    while (this.runDir !== undefined && existsSync(this.runDir) && Date.now() < deadline)
      Atomics.wait(clock, 0, 0, 20);
  }

  /** The processes that it holds now; none where it can no longer be asked. */
  private async startedProcesses(): Promise<number[]> {
    if (this.isGone()) return [];
    const now = await this.announced.then((control) => this.state(control)).catch(() => undefined);
    return now?.processes.map(({ pid }) => pid) ?? [];
  }

  private async state(control: Control): Promise<z.infer<typeof state>> {
    const { data } = await axios.get<unknown>(`${control.url}/state`, this.request(control));
    return state.parse(data);
  }

  private platform(control: Control, now: z.infer<typeof state>): LaunchedPlatform {
    const instance = now.instances.find(({ profile }) => profile === 'standard');
    if (!instance)
      throw new Sentence('The launcher is ready but has no standard instance; see platform/launcher.');
    return { control, instance, readyMs: now.ready_ms ?? 0, prepared: now.prepared };
  }

  private request(control: Control) {
    return { headers: { authorization: `Bearer ${control.token}` }, timeout: 30_000, proxy: false as const };
  }

  private async firstLine(): Promise<Control> {
    const { stdout } = this.process;
    if (!stdout) throw new Error('the launcher has no standard output');
    for await (const line of createInterface({ input: stdout })) {
      const { control } = announcement.parse(JSON.parse(line));
      this.runDir = control.run_dir;
      return control;
    }
    return this.death();
  }

  /** A launcher that says nothing at all is as good as none. */
  private async announcedControl(): Promise<Control> {
    let control: Control | undefined;
    this.announced.then((told) => (control = told)).catch(() => undefined); // Its death tells why.
    const look = () => {
      if (this.isGone()) throw new Hopeless('the launcher is gone');
      if (!control) throw new NotYet('not a word');
      return control;
    };
    const told = eventually('The launcher never said where it can be reached', look, {
      within: ANNOUNCE_DEADLINE_MS,
    });
    told.catch(() => undefined); // When the launcher dies first, its own reason is the better one.
    return Promise.race([told, this.death()]);
  }

  private isGone(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  private async death(): Promise<never> {
    const code = await this.ended;
    const reason = this.lastWords() || `The launcher ended with code ${code} and said nothing.`;
    throw new Sentence(reason);
  }

  private lastWords(): string {
    return this.said.slice(-12).join('\n');
  }
}
