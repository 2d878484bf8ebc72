import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformUnderTest } from '../../../support/targets/platform-under-test';

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
      : addresses.backend;
  }

  async chat(): Promise<string> {
    const { addresses } = this.platform;
    return 'discovery' in addresses
      ? this.registered(addresses.discovery, 'backend', 'ws_url')
      : addresses.chat;
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
