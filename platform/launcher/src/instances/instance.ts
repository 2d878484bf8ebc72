import { randomBytes } from 'node:crypto';
import type { Engine } from '../engines/engine';
import type { InstanceSettings, ServicePart } from '../parts';
import { Service, type ServiceView } from '../processes/service';
import type { Steps } from '../steps';
import { PROFILES, type ProfileName, type ProfileSettings } from './profiles';
import { createSigningKey, type SigningKey } from './signing-key';
import { createStores, dropStores, expiringKeys, type Engines, type Stores } from './stores';

/** What all instances of a launcher share. */
export interface Surroundings {
  steps: Steps;
  services: readonly ServicePart[];
  /** Addresses of the stand-ins, which must have announced themselves. */
  standIns(): Promise<{ smtpUrl: string; llmUrl: string; mailUrl: string; llmScriptUrl: string }>;
  publicUrl: string;
  /** A service's process, ready to be started. */
  service(
    part: ServicePart,
    at: { instanceId: string; discoveryDir: string; env: Record<string, string> },
  ): Service;
  /** Lets go of what an instance had in the run folder and in the log book. */
  forget(instanceId: string): Promise<void>;
}

export interface InstanceView {
  id: string;
  profile: ProfileName;
  discovery_dir: string;
  services: ServiceView[];
  stores: Stores['witness'];
  signing_key: SigningKey;
  issuer: string;
  audience: string;
  mail_url: string;
  llm_url: string;
  public_url: string;
  settings: ProfileSettings;
}

/** One whole platform: its services with databases, Redis users and settings of its own. */
export class Instance {
  readonly services: readonly Service[];
  private pidsAtLease: readonly (number | undefined)[] = [];

  private constructor(
    readonly id: string,
    readonly profile: ProfileName,
    readonly discoveryDir: string,
    readonly engines: Engines,
    /** Whether the engines are this instance's alone, to be stopped and thrown away with it. */
    readonly ownsEngines: boolean,
    readonly settings: InstanceSettings,
    private readonly surroundings: Surroundings,
    private readonly addresses: { mailUrl: string; llmScriptUrl: string },
  ) {
    this.services = surroundings.services.map((part) =>
      surroundings.service(part, { instanceId: id, discoveryDir, env: part.env(settings) }),
    );
  }

  /** Makes the instance's stores and settings; `start` brings its services up. */
  static async prepare(
    surroundings: Surroundings,
    wanted: {
      id: string;
      profile: ProfileName;
      discoveryDir: string;
      engines: Engines;
      ownsEngines: boolean;
    },
  ): Promise<Instance> {
    const { id, profile, discoveryDir, engines, ownsEngines } = wanted;
    const making = createStores(engines, id);
    const [stores, standIns] = await Promise.all([making, surroundings.standIns()]);
    const settings: InstanceSettings = {
      profile: PROFILES[profile].settings,
      stores,
      signingKey: createSigningKey(),
      issuer: `https://auth.reference.example/${id}`,
      audience: 'reference-platform',
      backendCredential: randomBytes(24).toString('hex'),
      smtpUrl: standIns.smtpUrl,
      llmUrl: standIns.llmUrl,
      publicUrl: surroundings.publicUrl,
    };
    return new Instance(id, profile, discoveryDir, engines, ownsEngines, settings, surroundings, standIns);
  }

  /** All services at once: which one waits for which shows in the order in which they become healthy. */
  async start(): Promise<void> {
    const { steps } = this.surroundings;
    await Promise.all(
      this.services.map((service) => steps.run(`${this.id}/${service.label}`, () => service.start())),
    );
  }

  service(name: string, instance = '1'): Service | undefined {
    return this.services.find(({ options }) => options.service === name && options.instance === instance);
  }

  /** The engine of that name, where it is this instance's own and may be broken. */
  engine(name: string): Engine | undefined {
    if (!this.ownsEngines) return undefined;
    return [this.engines.postgres, this.engines.redis].find((engine) => engine.name === name);
  }

  noteLease(): void {
    this.pidsAtLease = this.services.map(({ pid }) => pid);
  }

  /** Why this instance must not be leased again; undefined when nothing speaks against it. */
  async reuseFault(): Promise<string | undefined> {
    const { reuse } = PROFILES[this.profile];
    if (reuse === 'never') return `${this.profile} instances are used once`;
    if (this.ownsEngines) return 'its engines were its own';
    const changed = this.services.find((service, position) => service.pid !== this.pidsAtLease[position]);
    if (changed) return `${changed.label} is another process than at the lease, or none`;
    const faults = await Promise.all(this.services.map((service) => service.fault()));
    const fault = faults.find((found) => found !== undefined);
    if (fault !== undefined || reuse === 'when-healthy') return fault;
    const [counter] = await expiringKeys(this.engines.redis, this.settings.stores.redisPrefix);
    return counter === undefined ? undefined : `a count has not run out (${counter})`;
  }

  async stopServices(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
  }

  /** Leaves nothing of the instance. Its services are killed: nobody wants what they would still save. */
  async throwAway(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
    if (this.ownsEngines) await Promise.all([this.engines.postgres.stop(), this.engines.redis.stop()]);
    else await dropStores(this.engines, this.id);
    await this.surroundings.forget(this.id);
  }

  view(): InstanceView {
    const { settings, addresses } = this;
    return {
      id: this.id,
      profile: this.profile,
      discovery_dir: this.discoveryDir,
      services: this.services.map((service) => service.view()),
      stores: settings.stores.witness,
      signing_key: settings.signingKey,
      issuer: settings.issuer,
      audience: settings.audience,
      mail_url: addresses.mailUrl,
      llm_url: addresses.llmScriptUrl,
      public_url: settings.publicUrl,
      settings: settings.profile,
    };
  }
}
