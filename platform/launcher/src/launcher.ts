import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@reference/kit/logger';
import { ensureBundles, type Bundles } from './bundles';
import { EngineRoom } from './engine-room';
import { LaunchFault } from './faults';
import { Instance, type InstanceView, type Surroundings } from './instances/instance';
import { Pool } from './instances/pool';
import type { ProfileName } from './instances/profiles';
import type { Engines } from './instances/stores';
import type { Part, Parts } from './parts';
import { LogBook } from './processes/log-book';
import { ProcessTable, type Kind } from './processes/process-table';
import { Service } from './processes/service';
import { sweepLeftovers, type RunDir } from './run-dir';
import type { Settings } from './settings';
import { StandIns } from './stand-ins';
import type { Steps } from './steps';
import { settlesWithin } from './waiting';

export interface LauncherOptions {
  settings: Settings;
  parts: Parts;
  runDir: RunDir;
  steps: Steps;
  logger: Logger;
  /** A person's platform: fixed ports, and discovery in the project's folder. */
  person: boolean;
  /** The state of the sources, which names their bundles. */
  sources: string;
}

const BACKGROUND_MS = 3_000;

/** The platform as a whole: engines, stand-ins, the standard instance and the pool. */
export class Launcher {
  status: 'starting' | 'ready' | 'failed' | 'stopping' = 'starting';
  /** From the start of this process to everything healthy. */
  readyMs: number | undefined;
  failure: string | undefined;
  readonly logs: LogBook;
  readonly processes: ProcessTable;
  readonly standIns: StandIns;
  readonly pool: Pool;
  private readonly instances = new Map<string, Instance>();
  private readonly engineRoom: EngineRoom;
  private sharedEngines: Promise<Engines> | undefined;
  private bundled: Bundles | undefined;
  private background: Promise<unknown>[] = [];
  private numbered = 0;

  constructor(private readonly options: LauncherOptions) {
    const { runDir, parts, steps } = options;
    this.logs = new LogBook(join(runDir.path, 'logs'));
    this.processes = new ProcessTable(runDir);
    this.engineRoom = new EngineRoom({ ...options, processes: this.processes, logs: this.logs });
    this.standIns = new StandIns(parts.standIns, steps, (part) =>
      this.service(part, 'stand-in', { discoveryDir: this.discoveryDirOf('stand-ins'), env: {} }),
    );
    this.pool = new Pool({
      create: (profile, ownEngines) => this.createInstance(profile, ownEngines),
      tell: (sentence) => steps.tell('pool', 'failed', { detail: sentence }),
    });
  }

  /** Brings up everything at once, each part as soon as what it needs is there. */
  async start(): Promise<void> {
    const { steps, settings, parts } = this.options;
    const { projectRoot, cacheDir } = settings;
    const all = [...parts.standIns, ...parts.services];
    const entries = Object.fromEntries(all.map(({ name, entry }) => [name, entry]));
    entries.launcher = join(projectRoot, 'platform/launcher/src/main.ts');
    this.sharedEngines = this.engineRoom.launch();
    const bundled = steps.run('bundles', async () => {
      this.bundled = await ensureBundles({
        projectRoot,
        cacheDir,
        tools: this.processes.tools,
        steps,
        key: this.bundleKey(),
        entries,
      });
    });
    const standIns = bundled.then(() => this.standIns.start());
    const standard = this.startInstance('standard', 'standard', this.sharedEngines, false);
    this.background = [sweepLeftovers(), this.sharedEngines, standIns, standard];
    await Promise.all(this.background);
    this.readyMs = Math.round(performance.now());
    this.status = 'ready';
    steps.tell('platform', 'ready', { duration_ms: this.readyMs });
  }

  /** Ends every process, in order, and removes every trace of the run. */
  async stop({ hurried = false } = {}): Promise<void> {
    if (this.status !== 'failed') this.status = 'stopping';
    await this.processes.endAll({ hurried });
    // What was under way finds that nothing starts any more; it must not write into a folder that is being removed.
    await settlesWithin(
      Promise.allSettled([...this.background, this.pool.close()]),
      hurried ? 0 : BACKGROUND_MS,
    );
    await this.processes.endAll({ hurried: true });
    await this.processes.dismissUndertaker();
    this.logs.close();
    await this.options.runDir.remove();
  }

  fail(sentence: string): void {
    this.status = 'failed';
    this.failure = sentence;
    this.options.steps.tell('platform', 'failed', { detail: sentence });
  }

  instanceViews(): InstanceView[] {
    return [...this.instances.values()].map((instance) => instance.view());
  }

  instance(id: string): Instance | undefined {
    return this.instances.get(id);
  }

  /** The shared instance, which is nobody's alone. */
  async standard(): Promise<Instance> {
    await Promise.all(this.background);
    const standard = this.instances.get('standard');
    if (!standard) throw new LaunchFault('The standard instance is not there.');
    return standard;
  }

  private async createInstance(profile: ProfileName, ownEngines: boolean): Promise<Instance> {
    await this.sharedEngines;
    this.numbered += 1;
    const id = `${profile.replaceAll('-', '_')}_${this.numbered}`;
    return await this.options.steps.run(id, async () => {
      const engines = ownEngines ? this.engineRoom.launch(id) : this.sharedEngines;
      if (!engines) throw new LaunchFault('The platform has not been started.');
      return await this.startInstance(id, profile, engines, ownEngines);
    });
  }

  private async startInstance(
    id: string,
    profile: ProfileName,
    engines: Promise<Engines>,
    ownsEngines: boolean,
  ): Promise<Instance> {
    const place = { id, profile, discoveryDir: this.discoveryDirOf(id), engines: await engines, ownsEngines };
    const instance = await Instance.prepare(this.surroundings(), place);
    try {
      await instance.start();
    } catch (cause) {
      if (!this.processes.isClosed) await instance.throwAway();
      throw cause;
    }
    this.instances.set(id, instance);
    return instance;
  }

  private surroundings(): Surroundings {
    const { steps, parts, settings } = this.options;
    return {
      steps,
      services: parts.services,
      standIns: () => this.standIns.addresses(),
      publicUrl: settings.publicUrl,
      service: (part, { instanceId, discoveryDir, env }) =>
        this.service(part, 'service', { instanceId, discoveryDir, env }),
      forget: async (instanceId) => {
        this.instances.delete(instanceId);
        this.logs.forget(instanceId);
        await rm(this.discoveryDirOf(instanceId), { recursive: true, force: true });
      },
    };
  }

  private service(
    part: Part,
    kind: Kind,
    at: { instanceId?: string; discoveryDir: string; env: Record<string, string> },
  ): Service {
    const { settings, steps, person, runDir } = this.options;
    const { instanceId } = at;
    const bundles = this.bundled;
    if (!bundles) throw new Error(`${part.name} is to start before it is bundled`);
    const name = instanceId === undefined ? part.name : `${instanceId}-${part.name}`;
    return new Service({
      service: part.name,
      instance: '1',
      source: part.source,
      discoveryDir: at.discoveryDir,
      port: person ? (settings.ports[part.name] ?? 0) : 0,
      deadlineMs: settings.startDeadlineMs,
      kind,
      processes: this.processes,
      process: {
        name,
        command: process.execPath,
        args: [bundles.file(part.name)],
        env: { PATH: process.env.PATH, LOG_LEVEL: settings.logLevel, ...bundles.env, ...at.env },
        cwd: runDir.path,
        log: this.logs.of({ name, service: part.name, ...(instanceId === undefined ? {} : { instanceId }) }),
      },
      onLost: (what) =>
        steps.tell(instanceId === undefined ? part.name : `${instanceId}/${part.name}`, 'failed', {
          detail: what,
        }),
    });
  }

  private bundleKey(): string {
    const { sources, parts } = this.options;
    return parts.variant === '' ? sources : `${sources}-${parts.variant}`;
  }

  private discoveryDirOf(id: string): string {
    const { person, settings, runDir } = this.options;
    return person && (id === 'standard' || id === 'stand-ins')
      ? settings.discoveryDir
      : join(runDir.path, 'discovery', id);
  }
}
