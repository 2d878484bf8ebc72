import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Registration } from '@reference/kit/discovery';
import { sentenceOf } from '../faults';
import { DiscoveryView } from './discovery-view';
import { LINKS, type LinkName, type NetworkFault } from './network-fault';
import { TcpProxy } from './tcp-proxy';

export interface NetworkOptions {
  /** Those that lead through proxies; all others are as if this did not exist. */
  links: readonly LinkName[];
  discoveryDir: string;
  /** Where the views of that folder go, each by the name of its viewer. */
  viewsDir: string;
  /** Told of what went wrong in the background, where nobody waits for an answer. */
  tell: (sentence: string) => void;
}

/** A link that can be given a fault; null while all is well. */
export interface LinkView {
  from: string;
  to: string;
  fault: NetworkFault | null;
}

/** What its callers find by discovery, and not in their settings. */
const DISCOVERED: readonly string[] = ['auth', 'backend', 'analytics', 'frontend'];

/** The proxies between the parts of one instance. */
export class InstanceNetwork {
  private readonly faults = new Map<LinkName, NetworkFault>();
  /** One for each address behind a link: two backends are reached through two. */
  private readonly proxies = new Map<string, { link: LinkName; proxy: Promise<TcpProxy> }>();
  private readonly views: ReadonlyMap<string, DiscoveryView>;

  constructor(private readonly options: NetworkOptions) {
    const discovered = options.links.map(endsOf).filter(({ to }) => DISCOVERED.includes(to));
    const viewers = new Set(discovered.map(({ from }) => from));
    this.views = new Map([...viewers].map((viewer) => [viewer, this.viewOf(viewer)]));
  }

  /** To be called before any service of the instance starts. */
  async open(): Promise<void> {
    await Promise.all([...this.views.values()].map((view) => view.open()));
  }

  /** The link of that name, where it leads through a proxy. */
  link(from: string, to: string): LinkName | undefined {
    return this.options.links.find((link) => link === `${from} -> ${to}`);
  }

  /** The address by which the caller reaches what is at `url`; the same where the link leads through no proxy. */
  async through(link: LinkName, url: string): Promise<string> {
    if (!this.options.links.includes(link)) return url;
    const { host, port } = new URL(url);
    // As text: a URL that is put together anew may be written differently.
    return url.replace(host, `127.0.0.1:${(await this.proxy(link, Number(port))).port}`);
  }

  /** Where a service, or `people`, registers and looks for others. */
  discoveryDirOf(viewer: string): string {
    return this.views.get(viewer)?.folder ?? this.options.discoveryDir;
  }

  /** Resolves when everybody can see in discovery what is there now. */
  async settle(): Promise<void> {
    // What the services registered first, then what others see of it.
    for (const view of [...this.views.values(), ...this.views.values()]) await view.compare();
  }

  /** For every connection over a link, open or to come, from this call on; undefined heals. */
  async set(link: LinkName, fault: NetworkFault | undefined): Promise<void> {
    if (fault) this.faults.set(link, fault);
    else this.faults.delete(link);
    const behind = [...this.proxies.values()].filter((one) => one.link === link);
    await Promise.all(behind.map(async ({ proxy }) => (await proxy).set(fault)));
  }

  view(): LinkView[] {
    return this.options.links.map((link) => ({ ...endsOf(link), fault: this.faults.get(link) ?? null }));
  }

  /** Why its instance must not be leased again; undefined when every link is proved clean. */
  async reuseFault(): Promise<string | undefined> {
    const faults = await Promise.all(
      [...this.proxies.values()].map(async ({ link, proxy }) => {
        const why = await (await proxy).whyNotClean();
        return why === undefined ? undefined : `the link ${link} ${why}`;
      }),
    );
    return faults.find((fault) => fault !== undefined);
  }

  async close(): Promise<void> {
    await Promise.all([...this.views.values()].map((view) => view.close()));
    await rm(this.options.viewsDir, { recursive: true, force: true });
    const opened = await Promise.allSettled([...this.proxies.values()].map(({ proxy }) => proxy));
    await Promise.all(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
  }

  private proxy(link: LinkName, target: number): Promise<TcpProxy> {
    const place = `${link} ${target}`;
    const proxy = this.proxies.get(place)?.proxy ?? this.openProxy(link, target);
    this.proxies.set(place, { link, proxy });
    return proxy;
  }

  private async openProxy(link: LinkName, target: number): Promise<TcpProxy> {
    const proxy = await TcpProxy.open(target);
    const fault = this.faults.get(link);
    if (fault) await proxy.set(fault);
    return proxy;
  }

  private viewOf(viewer: string): DiscoveryView {
    const { discoveryDir, viewsDir, tell } = this.options;
    return new DiscoveryView({
      shared: discoveryDir,
      folder: join(viewsDir, viewer),
      viewer,
      asSeen: (entry) => this.asSeen(viewer, entry),
      onFault: (cause) =>
        tell(`Service discovery as ${viewer} sees it could not be kept: ${sentenceOf(cause)}`),
    });
  }

  private async asSeen(viewer: string, entry: Registration): Promise<Registration> {
    const link = LINKS.find((name) => name === `${viewer} -> ${entry.service}`);
    if (link === undefined) return entry;
    const through = (url: string) => this.through(link, url);
    const url = await through(entry.url);
    return {
      ...entry,
      port: Number(new URL(url).port),
      url,
      api_url: await through(entry.api_url),
      health_url: await through(entry.health_url),
      ...(entry.ws_url === undefined ? {} : { ws_url: await through(entry.ws_url) }),
    };
  }
}

export function endsOf(link: LinkName): { from: string; to: string } {
  const [from = '', to = ''] = link.split(' -> ');
  return { from, to };
}
