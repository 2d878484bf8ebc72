import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@reference/kit/logger';
import { ensureBundles, variantBundles, type BundlePlan, type Bundles } from './bundles';
import { EngineRoom } from './engine-room';
import { LaunchFault } from './faults';
import { Instance, type InstancePlace, type ServicePlace, type Surroundings } from './instances/instance';
import type { InstanceView } from './instances/instance-view';
import { Pool, type Wishes } from './instances/pool';
import { PROFILES, type ProfileName } from './instances/profiles';
import type { Engines } from './instances/stores';
import { Networks } from './network/networks';
import { ensurePages } from './pages';
import type { Part, Parts } from './parts';
import { LogBook } from './processes/log-book';
import { ProcessTable, type Kind } from './processes/process-table';
import { Service } from './processes/service';
import type { Answer } from './roll-call';
import { sweepLeftovers, type RunDir } from './run-dir';
import type { Settings } from './settings';
import { StandIns } from './stand-ins';
import type { Steps } from './steps';
import { changes, fingerprintOf, pagesOf, readVariant, type Variant } from './variant';
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
  private readonly networks: Networks;
  private readonly engineRoom: EngineRoom;
  private sharedEngines: Promise<Engines> | undefined;
  private bundled: Bundles | undefined;
  /** Resolves when services and pages are built, to the folder of the pages. */
  private built: Promise<string> | undefined;
  private background: Promise<unknown>[] = [];
  private numbered = 0;
  private readonly variant: Variant;

  constructor(private readonly options: LauncherOptions) {
    const { runDir, parts, steps } = options;
    this.variant = readVariant(options.settings.variant);
    this.logs = new LogBook(join(runDir.path, 'logs'));
    this.processes = new ProcessTable(runDir);
    this.engineRoom = new EngineRoom({ ...options, processes: this.processes, logs: this.logs });
    this.standIns = new StandIns(parts.standIns, steps, (part) =>
      this.service(part, 'stand-in', { discoveryDir: this.discoveryDirOf('stand-ins') }),
    );
    this.networks = new Networks({
      faults: this.variant.network,
      discoveryDirOf: (id) => this.discoveryDirOf(id),
      viewsDirOf: (id) => join(runDir.path, 'discovery', `${id}-seen-by`),
      tell: (id, detail) => steps.tell(`${id}/network`, 'failed', { detail }),
    });
    this.pool = new Pool({
      create: (profile, wishes) => this.createInstance(profile, wishes),
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
      const { tools } = this.processes;
      this.bundled = await this.bundles({
        projectRoot,
        cacheDir,
        tools,
        steps,
        key: this.bundleKey(),
        entries,
      });
    });
    const pages = steps.run('pages', () => this.ensurePages());
    this.built = bundled.then(() => pages);
    const standIns = bundled.then(() => this.standIns.start());
    const engines = { engines: this.sharedEngines, ownsEngines: false };
    const standard = this.startInstance({ id: 'standard', profile: 'standard', links: [], ...engines });
    this.background = [sweepLeftovers(), this.sharedEngines, pages, standIns, standard];
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
    await this.networks.close();
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

  /** What each service is made of. */
  async contents(): Promise<{ service: string; source: string; modules: string[] }[]> {
    const bundles = this.bundledServices();
    return await Promise.all(
      this.options.parts.services.map(async ({ name, source }) => {
        const { modules } = await bundles.contents(name);
        return { service: name, source, modules };
      }),
    );
  }

  /** Loads every module of each service, apart from the services that run. */
  async rollCall(): Promise<{ service: string; answers: Answer[] }[]> {
    const bundles = this.bundledServices();
    return await Promise.all(
      this.options.parts.services.map(async ({ name }) => ({
        service: name,
        answers: await bundles.rollCall(name),
      })),
    );
  }

  /** The shared instance, which is nobody's alone. */
  async standard(): Promise<Instance> {
    await Promise.all(this.background);
    const standard = this.instances.get('standard');
    if (!standard) throw new LaunchFault('The standard instance is not there.');
    return standard;
  }

  private async createInstance(profile: ProfileName, wishes: Wishes): Promise<Instance> {
    await this.sharedEngines;
    const { links } = wishes;
    const ownsEngines = wishes.ownEngines || PROFILES[profile].engines === 'own';
    this.numbered += 1;
    const id = `${profile.replaceAll('-', '_')}_${this.numbered}`;
    return await this.options.steps.run(id, async () => {
      const engines = ownsEngines ? this.engineRoom.launch(id) : this.sharedEngines;
      if (!engines) throw new LaunchFault('The platform has not been started.');
      return await this.startInstance({ id, profile, engines, ownsEngines, links });
    });
  }

  /** @param at with the links to be proxied besides those of the profile */
  private async startInstance({
    links,
    ...at
  }: Omit<InstancePlace, 'network'> & Pick<Wishes, 'links'>): Promise<Instance> {
    const { id, profile } = at;
    const network = await this.networks.create(id, [...links, ...PROFILES[profile].links]);
    const instance = new Instance({ ...at, network }, this.surroundings());
    try {
      await instance.start();
      await this.networks.noteReady(id);
    } catch (cause) {
      if (!this.processes.isClosed) await instance.throwAway();
      throw cause;
    }
    this.instances.set(id, instance);
    return instance;
  }

  private surroundings(): Surroundings {
    const { steps, parts, settings, runDir } = this.options;
    return {
      steps,
      services: parts.services,
      standIns: () => this.standIns.addresses(),
      publicUrl: settings.publicUrl,
      webRoot: () => this.built ?? Promise.reject(new LaunchFault('The platform has not been started.')),
      dataFolder: (name) => runDir.dataFolder(name),
      service: (part, place) => this.service(part, 'service', place),
      forget: async (instanceId, dataFolders) => {
        this.networks.forget(instanceId);
        this.instances.delete(instanceId);
        this.logs.forget(instanceId);
        const folders = [this.discoveryDirOf(instanceId), ...dataFolders];
        await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
      },
    };
  }

  /** Those of the sources as they are, except for the processes that the variant changes. */
  private async bundles(plan: BundlePlan): Promise<Bundles> {
    const base = await ensureBundles(plan);
    const { variant, options } = this;
    const changed = options.parts.services.filter(({ source }) => changes(variant, source));
    if (changed.length === 0) return base;
    const entries = Object.fromEntries(changed.map(({ name, entry }) => [name, entry]));
    const key = `${plan.key}-${fingerprintOf(variant.sources)}`;
    return await variantBundles(base, { ...plan, key, entries, changed: variant.sources });
  }

  private async ensurePages(): Promise<string> {
    const { settings, parts, steps, runDir } = this.options;
    const { projectRoot, cacheDir } = settings;
    if (parts.pages === undefined) return await runDir.folder('no-pages');
    return await ensurePages({
      projectRoot,
      cacheDir,
      sources: parts.pages,
      changed: pagesOf(this.variant),
      tools: this.processes.tools,
      steps,
    });
  }

  private service(part: Part, kind: Kind, at: Partial<ServicePlace> & { discoveryDir: string }): Service {
    const { settings, steps, person, runDir } = this.options;
    const { instanceId, copy = '1', needs } = at;
    const bundles = this.bundled;
    if (!bundles) throw new Error(`${part.name} is to start before it is bundled`);
    const numbered = copy === '1' ? part.name : `${part.name}-${copy}`;
    const name = instanceId === undefined ? numbered : `${instanceId}-${numbered}`;
    return new Service({
      service: part.name,
      instance: copy,
      source: part.source,
      discoveryDir: at.discoveryDir,
      port: person && copy === '1' ? (settings.ports[part.name] ?? 0) : 0,
      deadlineMs: settings.startDeadlineMs,
      kind,
      ...(needs ? { needs } : {}),
      processes: this.processes,
      process: {
        name,
        command: process.execPath,
        args: bundles.command(part.name),
        env: {
          PATH: process.env.PATH,
          LOG_LEVEL: settings.logLevel,
          ...bundles.env,
          ...at.env,
          ...this.variant.settings[part.name],
        },
        cwd: runDir.path,
        log: this.logs.of({ name, service: part.name, ...(instanceId === undefined ? {} : { instanceId }) }),
      },
      onLost: (what) =>
        steps.tell(instanceId === undefined ? numbered : `${instanceId}/${numbered}`, 'failed', {
          detail: what,
        }),
    });
  }

  private bundledServices(): Bundles {
    if (!this.bundled) throw new LaunchFault('The services are not bundled yet.');
    return this.bundled;
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
