import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { discover, type Registration } from '@reference/kit/discovery';
import { LaunchFault } from '../faults';
import { isFree } from '../ports';
import { looking } from '../waiting';
import { askHealth, failingChecks, saysReady, type HealthAnswer } from './exchange';
import { holdingsOf, type Extent, type Holdings } from './inspection';
import { exitInWords, type HeldProcess, type HeldProcessOptions } from './held-process';
import { exitReport, withLastLines } from './launch-report';
import type { Kind, ProcessTable } from './process-table';
import { registrationFault } from './verify-registration';

export interface ServiceOptions {
  service: string;
  /** "1", "2", ... where several of one service run side by side. */
  instance: string;
  /** Where its code comes from, for reports. */
  source: string;
  discoveryDir: string;
  /** 0 lets the system choose at the first start; later starts keep the address. */
  port: number;
  deadlineMs: number;
  kind: Kind;
  /** The services that must be up before this one counts as up; asked again and again, they may be others by then. */
  needs?: () => readonly Readiness[];
  processes: ProcessTable;
  process: Pick<HeldProcessOptions, 'name' | 'command' | 'args' | 'env' | 'cwd' | 'log'>;
  /** Called when it ends without having been asked to. */
  onLost?: (what: string) => void;
}

/** Whether a service was found ready since its process started; part of what others wait for. */
export interface Readiness {
  readonly label: string;
  readonly isReady: boolean;
}

export interface ServiceView {
  name: string;
  instance: string;
  state: 'running' | 'stopped';
  /** `ready` from the moment when the present process was found ready, whatever its health says since. */
  status: 'starting' | 'ready' | 'stopped';
  url: string;
  api_url: string;
  health_url: string;
  ws_url?: string;
  pid: number;
  version: string;
  /** From the start of the process to its readiness. */
  ready_ms: number;
  /** When the present process was found ready (RFC 3339); absent until then. */
  ready_at?: string;
  source: string;
}

const STOP_MS = 6_000;
/** How often a service is asked whose readiness nobody waits for. */
const FOLLOW_EVERY_MS = 30;

/** One service process: started until it is healthy, stopped, killed and started again. */
export class Service implements Readiness {
  private process: HeldProcess | undefined;
  private registration: Registration | undefined;
  /** The process that was asked to go: its end is no loss. */
  private leaving: HeldProcess | undefined;
  private toldLater: Readonly<Record<string, string>> = {};
  private version = '';
  private readyMs = 0;
  private ready: { process: HeldProcess; at: string } | undefined;

  constructor(readonly options: ServiceOptions) {}

  get label(): string {
    return this.options.instance === '1'
      ? this.options.service
      : `${this.options.service} ${this.options.instance}`;
  }

  get pid(): number | undefined {
    return this.process?.exit ? undefined : this.process?.pid;
  }

  get isReady(): boolean {
    return this.pid !== undefined && this.ready?.process === this.process;
  }

  /**
   * Starts the process and resolves when it is healthy and is what it says it is; or, until `announced`, as soon as
   * its addresses are known, and goes on looking for its health by itself, for as long as the process runs.
   */
  async start(until: 'announced' | 'ready' = 'ready'): Promise<void> {
    await this.announce();
    if (until === 'announced') void this.followReadiness();
    else await this.becomeHealthy();
  }

  /** Starts the process and resolves as soon as its addresses are known. */
  async announce(): Promise<Registration> {
    if (this.pid !== undefined) throw new LaunchFault(`${this.label} runs already.`);
    await this.removeStaleRegistration();
    this.process = await this.spawn();
    const { process } = this;
    const found = await looking(() => this.ownRegistration(), {
      deadline: process.startedAt + this.options.deadlineMs,
      until: process.exited,
    });
    if (!found)
      throw await this.failure(process, `${this.label} did not register itself in service discovery`);
    const fault = await registrationFault(found, process.pid);
    if (fault !== undefined && !process.exit) throw await this.refusal(process, fault);
    this.registration = found;
    return found;
  }

  /**
   * Resolves when what it needs is up and it says itself that it is ready.
   * @param needsWithinMs how long what it needs may take; Infinity where that has deadlines of its own
   */
  async becomeHealthy(needsWithinMs = this.options.deadlineMs): Promise<void> {
    const { process, registration } = this;
    if (!process || !registration) throw new Error(`${this.label} was not announced`);
    await this.needsUp(process, needsWithinMs);
    let last: HealthAnswer | undefined;
    const healthy = await looking(
      async () => {
        // Between its registration and its health a service may well not answer for a moment.
        last = await askHealth(registration.health_url).catch(() => undefined);
        return saysReady(last) ? last : undefined;
      },
      { deadline: this.healthDeadline(process), until: process.exited },
    );
    if (!healthy)
      throw await this.failure(process, `${this.label} did not become healthy`, failingChecks(last));
    this.noteReady(process, healthy);
    void this.watchForLoss(process);
  }

  /** What every later start is told, instead of what it was told so far. */
  retell(env: Readonly<Record<string, string>>): void {
    this.toldLater = { ...this.toldLater, ...env };
  }

  /** Graceful; resolves when it has gone. */
  async stop(): Promise<void> {
    await this.leave(this.process, 'SIGTERM', STOP_MS);
  }

  async kill(): Promise<void> {
    await this.leave(this.process, 'SIGKILL', 0);
  }

  /** It stands still, and its address takes connections that nobody answers. */
  freeze(): void {
    this.process?.signal('SIGSTOP');
  }

  thaw(): void {
    this.process?.signal('SIGCONT');
  }

  /** Whether it runs and says that it is ready; else one sentence. */
  async fault(): Promise<string | undefined> {
    if (this.pid === undefined || !this.registration) return `${this.label} does not run`;
    const answer = await askHealth(this.registration.health_url).catch(() => undefined);
    return saysReady(answer) ? undefined : `${this.label} is not healthy${failingChecks(answer)}`;
  }

  /** What it holds now, its garbage collected. @throws LaunchFault where it does not run, or cannot be inspected */
  async holdings(extent: Extent): Promise<Holdings> {
    const address = this.pid === undefined ? undefined : await this.process?.inspectorAddress();
    if (address === undefined) throw new LaunchFault(`${this.label} cannot be inspected.`);
    return await holdingsOf(address, extent);
  }

  view(): ServiceView {
    const { registration, options, pid, ready } = this;
    if (!registration) throw new Error(`${this.label} was never started`);
    return {
      name: options.service,
      instance: options.instance,
      state: pid === undefined ? 'stopped' : 'running',
      status: pid === undefined ? 'stopped' : this.isReady ? 'ready' : 'starting',
      url: registration.url,
      api_url: registration.api_url,
      health_url: registration.health_url,
      ...(registration.ws_url === undefined ? {} : { ws_url: registration.ws_url }),
      pid: pid ?? registration.pid,
      version: this.version,
      ready_ms: this.readyMs,
      ...(ready && ready.process === this.process ? { ready_at: ready.at } : {}),
      source: options.source,
    };
  }

  private async followReadiness(): Promise<void> {
    const { process, registration } = this;
    if (!process || !registration) return;
    void this.watchForLoss(process);
    const look = async () => {
      if (this.missing() !== undefined) return undefined;
      const answer = await askHealth(registration.health_url).catch(() => undefined);
      return saysReady(answer) ? answer : undefined;
    };
    const endless = { deadline: Infinity, until: process.exited, everyMs: FOLLOW_EVERY_MS };
    const healthy = await looking(look, endless);
    if (healthy) this.noteReady(process, healthy);
  }

  private noteReady(process: HeldProcess, { version }: HealthAnswer): void {
    this.version = version ?? '';
    this.readyMs = Math.round(performance.now() - process.startedAt);
    this.ready = { process, at: new Date().toISOString() };
  }

  private async needsUp(process: HeldProcess, withinMs: number): Promise<void> {
    const up = await looking(async () => (this.missing() === undefined ? true : undefined), {
      deadline: performance.now() + withinMs,
      until: process.exited,
    });
    if (up) return;
    const why = ` (${this.missing() ?? 'something'}, which it needs, is not up)`;
    throw await this.failure(process, `${this.label} did not become healthy`, why);
  }

  /** The first of what it needs that is not up. */
  private missing(): string | undefined {
    return this.options.needs?.().find(({ isReady }) => !isReady)?.label;
  }

  private async leave(
    process: HeldProcess | undefined,
    signal: NodeJS.Signals,
    withinMs: number,
  ): Promise<void> {
    this.leaving = process;
    await process?.stop(signal, withinMs);
  }

  private async spawn(): Promise<HeldProcess> {
    const { instance, discoveryDir, port, processes, process, kind } = this.options;
    const before = this.registration?.port;
    // Clients know the address; another process can have taken it only if it was given back for a while.
    const again = before !== undefined && (await isFree(before)) ? before : port;
    const env = {
      ...process.env,
      ...this.toldLater,
      PORT: String(again),
      INSTANCE: instance,
      SERVICE_DISCOVERY_DIR: discoveryDir,
    };
    return processes.start(
      { ...process, env, orphanSignal: 'KILL', passLifeline: true },
      { kind, stopSignal: 'SIGTERM', stopMs: STOP_MS, hurriedSignal: 'SIGKILL' },
    );
  }

  private async ownRegistration(): Promise<Registration | undefined> {
    const { discoveryDir, service, instance } = this.options;
    // Looked for often while everything starts: reading the folder each time costs the start a tenth of a second.
    if (!existsSync(this.registrationFile)) return undefined;
    return (await discover(discoveryDir, service)).find((entry) => entry.instance === instance);
  }

  /** A killed process leaves its registration; what is found later must be the new one's. */
  private async removeStaleRegistration(): Promise<void> {
    await rm(this.registrationFile, { force: true });
  }

  private get registrationFile(): string {
    const { discoveryDir, service, instance } = this.options;
    return join(discoveryDir, instance === '1' ? `${service}.json` : `${service}.${instance}.json`);
  }

  /** It does not count against a process how long it had to wait for what it needs. */
  private healthDeadline({ startedAt }: HeldProcess): number {
    const { needs, deadlineMs } = this.options;
    const waited = (needs?.() ?? []).length > 0;
    return (waited ? performance.now() : startedAt) + deadlineMs;
  }

  private async failure(process: HeldProcess, what: string, more = ''): Promise<LaunchFault> {
    if (process.exit) return new LaunchFault(exitReport(this.label, await process.ended(), process));
    const late = `${what} within ${this.options.deadlineMs / 1000} s${more}.`;
    return await this.refusal(process, withLastLines(late, process));
  }

  private async refusal(process: HeldProcess, sentence: string): Promise<LaunchFault> {
    await this.leave(process, 'SIGKILL', 0);
    return new LaunchFault(sentence);
  }

  private async watchForLoss(process: HeldProcess): Promise<void> {
    const exit = await process.ended();
    const asked = this.leaving === process || this.options.processes.isClosed;
    if (!asked) this.options.onLost?.(withLastLines(`${this.label} ${exitInWords(exit)}.`, process));
  }
}
