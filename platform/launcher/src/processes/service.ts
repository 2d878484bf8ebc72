import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { discover, type Registration } from '@reference/kit/discovery';
import { LaunchFault } from '../faults';
import { isFree } from '../ports';
import { looking } from '../waiting';
import { askHealth, type HealthAnswer } from './exchange';
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
  processes: ProcessTable;
  process: Pick<HeldProcessOptions, 'name' | 'command' | 'args' | 'env' | 'cwd' | 'log'>;
  /** Called when it ends without having been asked to. */
  onLost?: (what: string) => void;
}

export interface ServiceView {
  name: string;
  instance: string;
  state: 'running' | 'stopped';
  url: string;
  api_url: string;
  health_url: string;
  ws_url?: string;
  pid: number;
  version: string;
  ready_ms: number;
  source: string;
}

const STOP_MS = 6_000;

/** One service process: started until it is healthy, stopped, killed and started again. */
export class Service {
  private process: HeldProcess | undefined;
  private registration: Registration | undefined;
  /** The process that was asked to go: its end is no loss. */
  private leaving: HeldProcess | undefined;
  private version = '';
  private readyMs = 0;

  constructor(readonly options: ServiceOptions) {}

  get label(): string {
    return this.options.instance === '1'
      ? this.options.service
      : `${this.options.service} ${this.options.instance}`;
  }

  get pid(): number | undefined {
    return this.process?.exit ? undefined : this.process?.pid;
  }

  /** Starts the process and resolves when it is healthy and is what it says it is. */
  async start(): Promise<void> {
    await this.announce();
    await this.becomeHealthy();
  }

  /** Starts the process and resolves as soon as its addresses are known. */
  async announce(): Promise<Registration> {
    if (this.pid !== undefined) throw new LaunchFault(`${this.label} runs already.`);
    await this.removeStaleRegistration();
    this.process = await this.spawn();
    const { process } = this;
    const found = await looking(() => this.ownRegistration(), {
      deadline: this.deadline(),
      until: process.exited,
    });
    if (!found)
      throw await this.failure(process, `${this.label} did not register itself in service discovery`);
    const fault = await registrationFault(found, process.pid);
    if (fault !== undefined && !process.exit) throw await this.refusal(process, fault);
    this.registration = found;
    return found;
  }

  async becomeHealthy(): Promise<void> {
    const { process, registration } = this;
    if (!process || !registration) throw new Error(`${this.label} was not announced`);
    let last: HealthAnswer | undefined;
    const healthy = await looking(
      async () => {
        // Between its registration and its health a service may well not answer for a moment.
        last = await askHealth(registration.health_url).catch(() => undefined);
        return last?.statusCode === 200 && last.status === 'ready' ? last : undefined;
      },
      { deadline: this.deadline(), until: process.exited },
    );
    if (!healthy)
      throw await this.failure(process, `${this.label} did not become healthy`, failingChecks(last));
    this.version = healthy.version ?? '';
    this.readyMs = Math.round(performance.now() - process.startedAt);
    void this.watchForLoss(process);
  }

  /** Graceful; resolves when it has gone. */
  async stop(): Promise<void> {
    await this.leave(this.process, 'SIGTERM', STOP_MS);
  }

  async kill(): Promise<void> {
    await this.leave(this.process, 'SIGKILL', 0);
  }

  /** Whether it runs and says that it is ready; else one sentence. */
  async fault(): Promise<string | undefined> {
    if (this.pid === undefined || !this.registration) return `${this.label} does not run`;
    const answer = await askHealth(this.registration.health_url).catch(() => undefined);
    return answer?.status === 'ready' ? undefined : `${this.label} is not healthy${failingChecks(answer)}`;
  }

  view(): ServiceView {
    const { registration, options } = this;
    if (!registration) throw new Error(`${this.label} was never started`);
    return {
      name: options.service,
      instance: options.instance,
      state: this.pid === undefined ? 'stopped' : 'running',
      url: registration.url,
      api_url: registration.api_url,
      health_url: registration.health_url,
      ...(registration.ws_url === undefined ? {} : { ws_url: registration.ws_url }),
      pid: registration.pid,
      version: this.version,
      ready_ms: this.readyMs,
      source: options.source,
    };
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
    return (await discover(discoveryDir, service)).find((entry) => entry.instance === instance);
  }

  /** A killed process leaves its registration; what is found later must be the new one's. */
  private async removeStaleRegistration(): Promise<void> {
    const { discoveryDir, service, instance } = this.options;
    const name = instance === '1' ? `${service}.json` : `${service}.${instance}.json`;
    await rm(join(discoveryDir, name), { force: true });
  }

  private deadline(): number {
    return (this.process?.startedAt ?? performance.now()) + this.options.deadlineMs;
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

function failingChecks(answer: HealthAnswer | undefined): string {
  if (!answer) return ' (its health address does not answer)';
  const failing = Object.entries(answer.checks).filter(([, check]) => check.status !== 'ready');
  if (failing.length === 0) return ` (its health says ${answer.status ?? `HTTP ${answer.statusCode}`})`;
  return ` (${failing.map(([name, { status, detail }]) => `${name}: ${detail ?? status ?? 'unknown'}`).join('; ')})`;
}
