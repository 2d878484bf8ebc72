import { randomBytes } from 'node:crypto';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { sharedBrowser } from './shared-browser';
import type { OpenPages } from '../pages';
import { Tab, type TabSurroundings } from './tab';

export interface BrowserSurroundings extends TabSurroundings {
  /** Where the run's browser is reached; undefined where the run has none. */
  readonly endpoint: string | undefined;
  /** The address that paths are relative to. */
  readonly origin: string;
  /** The person's own line, `socks5://...`, through which everything goes; undefined for who has none. */
  readonly line: () => string | undefined;
}

const EVERYWHERE: BrowserContextOptions = {
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  colorScheme: 'light',
};

const DEVICES = {
  computer: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const satisfies Record<string, BrowserContextOptions>;

export type DeviceName = keyof typeof DEVICES;

/** One person's devices, each with cookies and storage of its own and with tabs by name. All made at first use. */
export class PersonalBrowser implements OpenPages {
  private readonly devices = new Map<DeviceName, Device>();
  private inUse: { readonly device: DeviceName; readonly tab: string } = { device: 'computer', tab: 'first' };

  constructor(private readonly around: BrowserSurroundings) {}

  device(name: DeviceName): Device {
    const known = this.devices.get(name) ?? new Device(name, this.around);
    this.devices.set(name, known);
    return known;
  }

  /** What the person sits at from now on. */
  use(device: DeviceName, tab = 'first'): void {
    this.inUse = { device, tab };
  }

  /** The tab that the person looks at. */
  tab(): Promise<Tab> {
    return this.device(this.inUse.device).tab(this.inUse.tab);
  }

  /** Closes the tab that the person looks at, as a person does; the device keeps its cookies. */
  async closeTab(): Promise<void> {
    await this.device(this.inUse.device).closeTab(this.inUse.tab);
  }

  openTabs(): Tab[] {
    return [...this.devices.values()].flatMap((device) => device.openTabs());
  }

  async pictures(): Promise<{ of: string; png: Buffer }[]> {
    const taken = await Promise.all(
      this.openTabs().map(async (tab) => ({ of: tab.name, png: await tab.picture() })),
    );
    return taken.flatMap(({ of, png }) => (png ? [{ of, png }] : []));
  }

  async caughtUp(): Promise<void> {
    await Promise.all(this.openTabs().map((tab) => tab.watch.caughtUp()));
  }

  async close(): Promise<void> {
    await this.caughtUp();
    await Promise.all([...this.devices.values()].map((device) => device.close()));
    this.devices.clear();
  }
}

export class Device {
  private readonly tabs = new Map<string, Tab>();
  private context: Promise<BrowserContext> | undefined;

  constructor(
    private readonly name: DeviceName,
    private readonly around: BrowserSurroundings,
  ) {}

  async tab(name = 'first'): Promise<Tab> {
    const known = this.tabs.get(name);
    if (known) return known;
    this.context ??= this.opened();
    const context = await this.context;
    const tab = await Tab.open(`${this.name} ${name}`, await context.newPage(), this.around);
    this.tabs.set(name, tab);
    return tab;
  }

  openTabs(): Tab[] {
    return [...this.tabs.values()];
  }

  async closeTab(name = 'first'): Promise<void> {
    const tab = this.tabs.get(name);
    this.tabs.delete(name);
    await tab?.close();
  }

  async close(): Promise<void> {
    for (const tab of this.openTabs()) tab.watch.leave();
    this.tabs.clear();
    await (await this.context)?.close();
  }

  /** Every request of the device belongs to the scenario's trace, the chat socket's handshake included. */
  private async opened(): Promise<BrowserContext> {
    const { endpoint, origin, traceId } = this.around;
    const line = this.around.line();
    const browser = await sharedBrowser(endpoint);
    return browser.newContext({
      ...EVERYWHERE,
      ...DEVICES[this.name],
      baseURL: origin,
      ...(line === undefined ? {} : { proxy: { server: line } }),
      extraHTTPHeaders: { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` },
    });
  }
}
