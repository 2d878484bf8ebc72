import type { Variant } from '../variant';
import { InstanceNetwork } from './instance-network';
import { linkName, type LinkName } from './network-fault';

export interface NetworksOptions {
  /** What is wrong in every one of them. */
  faults: Variant['network'];
  discoveryDirOf: (instanceId: string) => string;
  viewsDirOf: (instanceId: string) => string;
  /** Told of what went wrong in the background, where nobody waits for an answer. */
  tell: (instanceId: string, sentence: string) => void;
}

/** The networks of all of a launcher's instances. */
export class Networks {
  private readonly byInstance = new Map<string, InstanceNetwork>();

  constructor(private readonly options: NetworksOptions) {}

  /** @param wanted links that lead through proxies, besides those that have a fault anyway */
  async create(instanceId: string, wanted: readonly LinkName[]): Promise<InstanceNetwork> {
    const { faults, discoveryDirOf, viewsDirOf, tell } = this.options;
    const network = new InstanceNetwork({
      links: [...new Set([...wanted, ...faults.map(nameOf)])],
      discoveryDir: discoveryDirOf(instanceId),
      viewsDir: viewsDirOf(instanceId),
      tell: (sentence) => tell(instanceId, sentence),
    });
    this.byInstance.set(instanceId, network);
    await this.breakSince('start', network);
    return network;
  }

  /** To be called once the instance is ready: some things go wrong only then. */
  async noteReady(instanceId: string): Promise<void> {
    const network = this.byInstance.get(instanceId);
    if (network) await this.breakSince('ready', network);
  }

  forget(instanceId: string): void {
    this.byInstance.delete(instanceId);
  }

  async close(): Promise<void> {
    await Promise.all([...this.byInstance.values()].map((network) => network.close()));
  }

  private async breakSince(since: 'start' | 'ready', network: InstanceNetwork): Promise<void> {
    const due = this.options.faults.filter((one) => one.since === since);
    for (const one of due) await network.set(nameOf(one), one.fault);
  }
}

function nameOf({ between: [from, to] }: Variant['network'][number]): LinkName {
  return linkName.parse(`${from} -> ${to}`);
}
