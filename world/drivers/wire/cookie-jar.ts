import { registerSecret } from '../../../reports/redaction';

/** A browser's cookies, by host: ports share them (RFC 6265, 8.5). Paths are left out: names are enough here. */
export class CookieJar {
  private readonly byHost = new Map<string, Map<string, string>>();

  /** What to send to an address; undefined where there is nothing. */
  for(url: string): string | undefined {
    const cookies = [...(this.byHost.get(new URL(url).hostname) ?? [])];
    return cookies.length === 0 ? undefined : cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Keeps what an answer set; a cookie that was emptied is gone. Every value is a secret from then on. */
  take(url: string, headers: readonly string[]): void {
    const { hostname } = new URL(url);
    const cookies = this.byHost.get(hostname) ?? new Map<string, string>();
    this.byHost.set(hostname, cookies);
    for (const header of headers) {
      const [, name, value = ''] = /^([^=;]+)=([^;]*)/.exec(header) ?? [];
      if (name === undefined) continue;
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
      if (value.length > 8) registerSecret(value, 'cookie');
    }
  }
}
