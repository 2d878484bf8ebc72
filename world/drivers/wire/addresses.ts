import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformUnderTest } from '../../../support/targets/platform-under-test';
import { Lacking } from '../../lacking';
import type { Registration } from '../operations';

/** Where the services are, asked anew each time: a service that was restarted may have moved. */
export class AddressBook {
  constructor(private readonly platform: PlatformUnderTest) {}

  async auth(): Promise<string> {
    const { addresses } = this.platform;
    return 'discovery' in addresses ? this.registered(addresses.discovery, 'auth', 'url') : addresses.auth;
  }

  async backend(): Promise<string> {
    const { addresses } = this.platform;
    return 'discovery' in addresses
      ? this.registered(addresses.discovery, 'backend', 'url')
      : (addresses.backend ?? this.noBackend());
  }

  /** @param instance of the backend, where it has several */
  async chat(instance = '1'): Promise<string> {
    const { addresses } = this.platform;
    const name = instance === '1' ? 'backend' : `backend.${instance}`;
    return 'discovery' in addresses
      ? this.registered(addresses.discovery, name, 'ws_url')
      : (addresses.chat ?? this.noBackend());
  }

  /** Every service that is registered, or that the target names, in the order of their names. */
  async directory(): Promise<Registration[]> {
    const { addresses } = this.platform;
    if (!('discovery' in addresses)) {
      const { auth, auth_health, backend } = addresses;
      const entry = (service: string, url: string, healthUrl = `${url}/health/ready`) => ({
        ...{ service, instance: '1', url, healthUrl },
      });
      return [entry('auth', auth, auth_health), ...(backend ? [entry('backend', backend)] : [])];
    }
    const files = (await readdir(addresses.discovery)).filter((name) => name.endsWith('.json')).sort();
    const entries = await Promise.all(files.map((name) => entryIn(join(addresses.discovery, name))));
    return entries.filter((entry) => entry !== undefined);
  }

  private noBackend(): never {
    throw new Lacking('backend', this.platform.lacking.backend ?? 'the target names no backend');
  }

  private async registered(directory: string, service: string, field: 'url' | 'ws_url'): Promise<string> {
    const file = join(directory, `${service}.json`);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) throw new Error(`service discovery knows no ${service}: there is no ${file}`);
    const value = (JSON.parse(text) as Record<string, unknown>)[field];
    if (typeof value !== 'string')
      throw new Error(`service discovery gives no ${field} for ${service} in ${file}`);
    return value;
  }
}

/** A service may leave between the listing and the look. */
async function entryIn(file: string): Promise<Registration | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const entry = JSON.parse(text) as Record<string, string | undefined>;
  const { service, instance, url, health_url, started_at } = entry;
  if (!service || !instance || !url || !health_url)
    throw new Error(`service discovery has an entry that says too little: ${file}`);
  return { service, instance, url, healthUrl: health_url, ...(started_at ? { startedAt: started_at } : {}) };
}
