import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { discover, register, type Registration } from '@reference/kit/discovery';

export interface DiscoveryViewOptions {
  /** The instance's own folder, where everybody is as they are. */
  shared: string;
  /** The folder of the one who looks; made, and removed at the end. */
  folder: string;
  /** Who looks. A service registers there as well, instead of in the shared folder. */
  viewer: string;
  /** A registration as the viewer is to see it. */
  asSeen: (entry: Registration) => Promise<Registration>;
  /** Called when the two folders could not be compared. */
  onFault: (cause: unknown) => void;
}

/**
 * Service discovery as one part sees it, with other addresses for those that it is to reach through a proxy. What the
 * viewer registers, and takes away again, is passed on to the folder that all share.
 */
export class DiscoveryView {
  private readonly watchers: FSWatcher[] = [];
  private asked = false;
  private working: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: DiscoveryViewOptions) {}

  get folder(): string {
    return this.options.folder;
  }

  async open(): Promise<void> {
    const { shared, folder, onFault } = this.options;
    for (const either of [shared, folder]) {
      await mkdir(either, { recursive: true });
      const look = () => void this.compare().catch(onFault);
      this.watchers.push(watch(either, look).on('error', onFault));
    }
    await this.compare();
  }

  /** Resolves when both folders say the same as they did at the time of the call, or later. */
  async compare(): Promise<void> {
    // One that has not begun yet will see all that is there now.
    if (this.asked) {
      await this.working;
      return;
    }
    this.asked = true;
    const work = this.working.then(async () => {
      this.asked = false;
      if (!this.closed) await this.passOn();
    });
    this.working = work.catch(() => undefined); // Told to whoever asked for it.
    await work;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const watcher of this.watchers) watcher.close();
    await this.working;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async passOn(): Promise<void> {
    const { shared, folder, viewer, asSeen } = this.options;
    const services = new Set([...(await servicesIn(shared)), ...(await servicesIn(folder))]);
    for (const service of services) {
      if (service === viewer) await copy(service, folder, shared, (entry) => Promise.resolve(entry));
      else await copy(service, shared, folder, asSeen);
    }
  }
}

/** Makes one folder say of a service what the other one says. */
async function copy(
  service: string,
  from: string,
  to: string,
  asSeen: (entry: Registration) => Promise<Registration>,
): Promise<void> {
  const [there, known] = await Promise.all([discover(from, service), discover(to, service)]);
  for (const entry of await Promise.all(there.map(asSeen))) {
    const before = known.find(({ instance }) => instance === entry.instance);
    if (!isDeepStrictEqual(before, entry)) await register(to, entry);
  }
  const gone = known.filter((entry) => !there.some(({ instance }) => instance === entry.instance));
  for (const { instance } of gone)
    await rm(join(to, instance === '1' ? `${service}.json` : `${service}.${instance}.json`), { force: true });
}

async function servicesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.split('.')[0] ?? '');
}
