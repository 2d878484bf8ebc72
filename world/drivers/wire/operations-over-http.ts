import type { Control, PlatformUnderTest } from '../../../support/targets/platform-under-test';
import type { HealthReport, LogLine, OperationsDriver } from '../externals';
import type { AddressBook } from './addresses';
import type { HttpClient } from './http-client';

/** Health over the services' own addresses, logs over the launcher's control interface. */
export class OperationsOverHttp implements OperationsDriver {
  constructor(
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
    private readonly platform: PlatformUnderTest,
  ) {}

  async health(service: 'auth' | 'backend'): Promise<HealthReport> {
    const url = `${await this.addresses[service]()}/health/ready`;
    return this.http.call<HealthReport>({
      method: 'GET',
      url,
      during: `the suite asks ${service} how it is`,
    });
  }

  async logs(traceId: string, service?: string): Promise<LogLine[]> {
    const { control, instance } = this.platform;
    if (!control || !instance) return [];
    const query = new URLSearchParams({ trace_id: traceId, ...(service ? { service } : {}) });
    const { lines } = await this.ask<{ lines: LogLine[] }>(
      control,
      `/instances/${instance.id}/logs?${query.toString()}`,
    );
    return lines;
  }

  private async ask<T>(control: Control, path: string): Promise<T> {
    const during = 'the suite asks the launcher for logs';
    return this.http.call<T>({ method: 'GET', url: `${control.url}${path}`, during, bearer: control.token });
  }
}
