import { randomBytes } from 'node:crypto';
import type { Engine } from '../engines/engine';
import { LaunchFault } from '../faults';
import type { InstanceNetwork } from '../network/instance-network';
import { wired } from '../network/wiring';
import { signingKeysEnv, type Groundwork, type InstanceSettings, type ServicePart } from '../parts';
import type { Readiness, Service } from '../processes/service';
import type { StandInAddresses } from '../stand-ins';
import type { Steps } from '../steps';
import { analyticsStore } from './analytics-store';
import { instanceView, type InstanceView } from './instance-view';
import { PROFILES, type ProfileName } from './profiles';
import { createSigningKey } from './signing-key';
import { createStores, dropStores, type Engines } from './stores';

/** What all instances of a launcher share. */
export interface Surroundings {
  steps: Steps;
  services: readonly ServicePart[];
  /** Addresses of the stand-ins, which must have announced themselves. */
  standIns(): Promise<StandInAddresses>;
  /** Where people reach the platform, where that is not its own frontend. */
  publicUrl: string | undefined;
  /** The folder with the pages; resolves when pages and services have been built. */
  webRoot(): Promise<string>;
  /** A folder for data files, made. */
  dataFolder(name: string): Promise<string>;
  /** A service's process, ready to be started. */
  service(part: ServicePart, at: ServicePlace): Service;
  /** Lets go of what an instance had in the run folder and in the log book. */
  forget(instanceId: string, dataFolders: readonly string[]): Promise<void>;
}

export interface ServicePlace {
  instanceId: string;
  /** "1", "2", ... */
  copy: string;
  discoveryDir: string;
  env: Record<string, string>;
  needs: () => readonly Readiness[];
}

export interface InstancePlace {
  id: string;
  profile: ProfileName;
  engines: Promise<Engines>;
  /** Whether the engines are this instance's alone, to be stopped and thrown away with it. */
  ownsEngines: boolean;
  network: InstanceNetwork;
}

interface Known {
  settings: InstanceSettings;
  engines: Engines;
  standIns: StandInAddresses;
}

/** A part's processes on their way. */
interface Announcing {
  name: string;
  /** What they are told; they start as soon as it is known. */
  told: Promise<unknown>;
  /** Resolves when their addresses are known. */
  there: Promise<readonly Service[]>;
}

/** One whole platform: its services with databases, Redis users and settings of its own. */
export class Instance {
  private readonly byPart = new Map<string, readonly Service[]>();
  private pidsAtLease: readonly (number | undefined)[] = [];
  private ground: Groundwork | undefined;
  private known: Known | undefined;
  private underWay: Promise<unknown>[] = [];
  private thrownAway = false;

  constructor(
    private readonly place: InstancePlace,
    private readonly surroundings: Surroundings,
  ) {}

  get id(): string {
    return this.place.id;
  }

  get network(): InstanceNetwork {
    return this.place.network;
  }

  get profile(): ProfileName {
    return this.place.profile;
  }

  /** In order of dependency. */
  get services(): readonly Service[] {
    return this.surroundings.services.flatMap(({ name }) => this.byPart.get(name) ?? []);
  }

  /** Its own engines, which may be broken; none where it shares them with others. */
  get ownEngines(): readonly Engine[] {
    const engines = this.known?.engines;
    return this.place.ownsEngines && engines ? [engines.postgres, engines.redis] : [];
  }

  /**
   * Everything at once, each process as soon as what it is told is known: the frontend, whose address becomes the
   * public one, and analytics beside the making of the stores; the others after it.
   */
  async start(): Promise<void> {
    const { services } = this.surroundings;
    await this.network.open();
    const ground = this.layGround();
    const announcing = (starts: ServicePart['starts'], told: Promise<Groundwork>): Announcing[] =>
      services
        .filter((part) => part.starts === starts)
        .map((part) => ({ name: part.name, told, there: this.announce(part, told) }));
    const first = announcing('first', ground);
    const settled = this.settle(ground, first.find(({ name }) => name === 'frontend')?.there);
    this.underWay = [...first, ...announcing('settled', settled)].map((part) => this.up(part));
    await Promise.all(this.underWay);
    await this.network.settle();
  }

  /** Those of one service, in the order of their numbers. */
  servicesNamed(name: string): readonly Service[] {
    return this.byPart.get(name) ?? [];
  }

  /** Whether every process of it runs. */
  get isRunning(): boolean {
    return [...this.services, ...this.ownEngines].every(({ pid }) => pid !== undefined);
  }

  noteLease(): void {
    this.pidsAtLease = this.services.map(({ pid }) => pid);
  }

  /** Why this instance must not be leased again; undefined when nothing speaks against it. */
  async reuseFault(): Promise<string | undefined> {
    const { reuse, engines } = PROFILES[this.profile];
    if (this.place.ownsEngines && engines === 'shared') return 'its engines were its own';
    const gone = this.ownEngines.find(({ pid }) => pid === undefined);
    if (gone) return `${gone.name} does not run`;
    const changed = this.services.find((service, position) => service.pid !== this.pidsAtLease[position]);
    if (changed && reuse !== 'whole') return `${changed.label} is another process than at the lease, or none`;
    const faults = await Promise.all(this.services.map((service) => service.fault()));
    const fault = faults.find((found) => found !== undefined);
    if (fault !== undefined) return fault;
    return await this.network.reuseFault();
  }

  /** A fresh key to sign with, and the one of before to be published beside it; auth knows from its next start on. */
  changeSigningKey(): void {
    const known = this.settled();
    const [current] = known.settings.signingKeys;
    const signingKeys = [createSigningKey(), current] as const;
    this.known = { ...known, settings: { ...known.settings, signingKeys } };
    for (const service of this.servicesNamed('auth')) service.retell(signingKeysEnv(signingKeys));
  }

  /** Leaves nothing of the instance. Its services are killed: nobody wants what they would still save. */
  async throwAway(): Promise<void> {
    this.thrownAway = true;
    await this.killServices();
    // What was still starting finds that it is too late; what it had started by then goes as well.
    await Promise.allSettled(this.underWay);
    await this.killServices();
    await this.network.close();
    const engines = await this.place.engines.catch(() => undefined);
    if (engines && this.place.ownsEngines)
      await Promise.all([engines.postgres.discard(), engines.redis.discard()]);
    else if (engines) await dropStores(engines, this.id);
    await this.surroundings.forget(this.id, this.ground ? [this.ground.analyticsData] : []);
  }

  view(): InstanceView {
    const { settings, standIns } = this.settled();
    const { id, profile, network } = this.place;
    const { services, ownEngines } = this;
    const discoveryDir = network.discoveryDirOf('people');
    const links = network.view();
    return instanceView({ id, profile, discoveryDir, services, ownEngines, links, settings, standIns });
  }

  private async layGround(): Promise<Groundwork> {
    const { surroundings, id } = this;
    const [webRoot, analyticsData] = await Promise.all([
      surroundings.webRoot(),
      surroundings.dataFolder(`${id}-analytics`),
    ]);
    this.ground = { webRoot, analyticsData, analytics: analyticsStore(id) };
    return this.ground;
  }

  /** Makes the stores, and knows all there is to know once the stand-ins and the frontend said where they are. */
  private async settle(
    ground: Promise<Groundwork>,
    frontend: Promise<readonly Service[]> | undefined,
  ): Promise<InstanceSettings> {
    const { surroundings, id } = this;
    const engines = await this.place.engines;
    const [stores, standIns, groundwork, [edge]] = await Promise.all([
      createStores(engines, id),
      surroundings.standIns(),
      ground,
      frontend ?? [],
    ]);
    const publicUrl = surroundings.publicUrl ?? (await this.seenByPeople(edge));
    if (publicUrl === undefined) throw new Error('the parts have no service named frontend');
    const settings: InstanceSettings = {
      ...groundwork,
      profile: PROFILES[this.profile].settings,
      stores,
      signingKeys: [createSigningKey()],
      issuer: `https://auth.reference.example/${id}`,
      audience: 'reference-platform',
      backendCredential: randomBytes(24).toString('hex'),
      smtpUrl: standIns.smtpUrl,
      llmUrl: standIns.llmUrl,
      identityUrl: standIns.identityUrl,
      paymentUrl: standIns.paymentUrl,
      publicUrl,
    };
    this.known = { settings, engines, standIns };
    return await wired(settings, this.network);
  }

  private async seenByPeople(edge: Service | undefined): Promise<string | undefined> {
    return edge && (await this.network.through('people -> frontend', edge.view().url));
  }

  private settled(): Known {
    if (!this.known) throw new Error(`${this.id} was never started`);
    return this.known;
  }

  /** Starts a part's processes as soon as what they are told is known; resolves when their addresses are. */
  private async announce(part: ServicePart, told: Promise<Groundwork>): Promise<readonly Service[]> {
    const env = part.env((await told) as InstanceSettings);
    if (this.thrownAway) throw new LaunchFault(`${this.id} is not wanted any more.`);
    const services = this.create(part, env);
    this.byPart.set(part.name, services);
    await Promise.all(services.map((service) => service.announce()));
    return services;
  }

  private create(part: ServicePart, env: Record<string, string>): readonly Service[] {
    const { id } = this;
    const discoveryDir = this.network.discoveryDirOf(part.name);
    const count = PROFILES[this.profile].copies[part.name] ?? 1;
    const needs = () => part.needs.flatMap((name) => this.readinessOf(name));
    return Array.from({ length: count }, (_, index) =>
      this.surroundings.service(part, {
        instanceId: id,
        copy: String(index + 1),
        discoveryDir,
        env,
        needs,
      }),
    );
  }

  private readinessOf(name: string): readonly Readiness[] {
    return this.byPart.get(name) ?? [{ label: name, isReady: false }];
  }

  /** A step for each part, from the moment when it could start until it is up. */
  private async up({ name, told, there }: Announcing): Promise<void> {
    there.catch(() => undefined); // Awaited below, unless what it is told never comes to be known.
    await told;
    await this.surroundings.steps.run(`${this.id}/${name}`, async () => {
      const services = await there;
      await Promise.all(services.map((service) => service.becomeHealthy(Infinity)));
    });
  }

  private async killServices(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
  }
}
