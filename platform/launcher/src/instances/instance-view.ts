import type { Engine } from '../engines/engine';
import type { LinkView } from '../network/instance-network';
import type { InstanceSettings } from '../parts';
import type { Service, ServiceView } from '../processes/service';
import type { StandInAddresses } from '../stand-ins';
import type { ProfileName, ProfileSettings } from './profiles';
import type { SigningKey } from './signing-key';
import type { Owner, Stores } from './stores';

/** An engine that is an instance's own. */
export interface EngineView {
  name: string;
  state: 'running' | 'stopped';
  status: 'ready' | 'stopped';
  /** 0 while it is stopped. */
  pid: number;
}

/** What a lessee is told; docs/platform.md. Addresses of stores are the witness's. */
export interface InstanceView {
  id: string;
  profile: ProfileName;
  /** `running` while every process runs. */
  state: 'running' | 'stopped';
  /** The worst of its processes'. */
  status: ServiceView['status'];
  discovery_dir: string;
  services: ServiceView[];
  engines: EngineView[];
  /** Those on which the network can be broken. */
  links: LinkView[];
  stores: Stores['witness'] & { analytics: AnalyticsView };
  /** With what each service goes to its stores, and to auth: for looking what it opens, and what it does not. */
  credentials: Record<Owner, { database: string; redis: string }> & { backend_at_auth: string };
  signing_key: SigningKey;
  issuer: string;
  audience: string;
  mail_url: string;
  llm_url: string;
  identity_url: string;
  payment_url: string;
  public_url: string;
  settings: ProfileSettings;
}

export interface AnalyticsView {
  /** ClickHouse's HTTP interface. */
  url: string;
  user: string;
  password: string;
  database: string;
}

export interface Viewed {
  id: string;
  profile: ProfileName;
  discoveryDir: string;
  services: readonly Service[];
  ownEngines: readonly Engine[];
  links: LinkView[];
  settings: InstanceSettings;
  standIns: StandInAddresses;
}

export function instanceView({
  services,
  ownEngines,
  links,
  settings,
  standIns,
  ...place
}: Viewed): InstanceView {
  const views = services.map((service) => service.view());
  const engines = ownEngines.map(engineView);
  const { analytics } = settings;
  const status = worst([...views, ...engines].map((view) => view.status));
  return {
    id: place.id,
    profile: place.profile,
    state: status === 'stopped' ? 'stopped' : 'running',
    status,
    discovery_dir: place.discoveryDir,
    services: views,
    engines,
    links,
    stores: {
      ...settings.stores.witness,
      analytics: {
        url: views.find(({ name }) => name === 'analytics')?.url ?? '',
        ...analytics.witness,
        database: analytics.database,
      },
    },
    credentials: {
      auth: ownedBy('auth', settings.stores),
      backend: ownedBy('backend', settings.stores),
      backend_at_auth: settings.backendCredential,
    },
    signing_key: settings.signingKeys[0],
    issuer: settings.issuer,
    audience: settings.audience,
    mail_url: standIns.mailUrl,
    llm_url: standIns.llmScriptUrl,
    identity_url: standIns.identityUrl,
    payment_url: standIns.paymentBooksUrl,
    public_url: settings.publicUrl,
    settings: settings.profile,
  };
}

function ownedBy(owner: Owner, { databaseUrl, redisUrl }: Stores): { database: string; redis: string } {
  return { database: databaseUrl[owner], redis: redisUrl[owner] };
}

export function engineView({ name, pid }: Engine): EngineView {
  const stopped = pid === undefined;
  return {
    name,
    state: stopped ? 'stopped' : 'running',
    status: stopped ? 'stopped' : 'ready',
    pid: pid ?? 0,
  };
}

function worst(statuses: readonly ServiceView['status'][]): ServiceView['status'] {
  if (statuses.includes('stopped')) return 'stopped';
  return statuses.includes('starting') ? 'starting' : 'ready';
}
