import type { Control, PlatformUnderTest } from '../../../support/targets/platform-under-test';
import { Refused } from '../../refusal';
import { PATIENCE } from '../../service-levels';
import type {
  Build,
  HealthReport,
  Held,
  Holdings,
  LogLine,
  OperationsDriver,
  Part,
  Registration,
  RollCall,
  StartReport,
} from '../operations';
import type { AddressBook } from './addresses';
import type { Call, HttpClient } from './http-client';

/** Health over the services' own addresses; logs and what only an operator may do over the launcher's control interface. */
export class OperationsOverHttp implements OperationsDriver {
  constructor(
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
    private readonly platform: PlatformUnderTest,
  ) {}

  directory(): Promise<readonly Registration[]> {
    return this.addresses.directory();
  }

  async health({ service, healthUrl }: Registration): Promise<HealthReport> {
    const during = `the suite asks ${service} how it is`;
    const { addresses } = this.platform;
    const isOfItsOwn = service === 'auth' && 'auth' in addresses && addresses.auth_health !== undefined;
    try {
      // In whatever way it speaks of its health, it answered as one who is well.
      if (isOfItsOwn) {
        await this.http.call({ method: 'GET', url: healthUrl, during, isLook: true });
        return { service, status: 'ready', checks: {} };
      }
      return await this.http.call({ method: 'GET', url: healthUrl, during, answers: [503], isLook: true });
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.refusal.code !== 'no_answer') throw cause;
      return { service: 'nobody', status: 'no answer', checks: {} };
    }
  }

  async logs(traceId: string, service?: string): Promise<LogLine[]> {
    const { control, instance } = this.platform;
    if (!control || !instance) return [];
    const query = new URLSearchParams({ trace_id: traceId, ...(service ? { service } : {}) });
    const path = `/instances/${instance.id}/logs?${query.toString()}`;
    const { lines } = await this.ask<{ lines: LogLine[] }>('for logs', 'GET', path, control);
    return lines;
  }

  async holdings(of: readonly Held[]): Promise<readonly Holdings[]> {
    const { id } = this.own('what services hold', 'look at');
    const answers = of.map(({ service, instance, withListeners }) => {
      const extent = withListeners ? 'all' : 'memory';
      const query = new URLSearchParams({ extent, ...(instance === undefined ? {} : { instance }) });
      const path = `/instances/${id}/services/${service}/holdings?${query.toString()}`;
      return this.ask<{ holdings: Holdings[] }>(`what ${service} holds`, 'GET', path);
    });
    return (await Promise.all(answers)).flatMap(({ holdings }) => holdings);
  }

  async startReport(): Promise<StartReport> {
    const state = await this.ask<{ ready_ms: number; prepared: string[] }>(
      'how the start went',
      'GET',
      '/state',
    );
    return { readyMs: state.ready_ms, prepared: state.prepared };
  }

  async builds(): Promise<readonly Build[]> {
    const { builds } = await this.ask<{ builds: Build[] }>('what services are built of', 'GET', '/builds');
    return builds;
  }

  async rollCall(): Promise<readonly RollCall[]> {
    const path = '/builds/roll-call';
    return (await this.ask<{ services: RollCall[] }>('to load every module', 'POST', path)).services;
  }

  async crash(part: Part, instance?: string): Promise<void> {
    await this.act(part, 'kill', instance === undefined ? {} : { instance });
  }

  async leave(part: Part, instance: string): Promise<void> {
    await this.act(part, 'stop', { instance });
  }

  async replace(part: Part, instance: string): Promise<void> {
    await this.act(part, 'restart', { instance });
  }

  async freeze(part: Part): Promise<void> {
    await this.act(part, 'freeze');
  }

  async thaw(part: Part): Promise<void> {
    await this.act(part, 'thaw');
  }

  async start(
    part: Part,
    { onlyUntilListed = false, instance }: { onlyUntilListed?: boolean; instance?: string } = {},
  ): Promise<void> {
    const query: Record<string, string> = instance === undefined ? {} : { instance };
    if (onlyUntilListed) query['wait'] = 'announced';
    await this.act(part, 'start', query);
  }

  async changeSigningKey(): Promise<void> {
    const path = `/instances/${this.own('the signing key', 'change').id}/signing-key/rotate`;
    await this.ask('to change the signing key', 'POST', path);
  }

  private async act(part: Part, act: string, query: Record<string, string> = {}): Promise<void> {
    const { id } = this.own(part, act);
    const path = `/instances/${id}/services/${part}/${act}?${new URLSearchParams(query).toString()}`;
    await this.ask(`to ${act} ${part}`, 'POST', path);
  }

  /** The scenario's own platform. @throws where it has none: what it wants to do would be done to everybody's. */
  private own(what: string, act: string): NonNullable<PlatformUnderTest['instance']> {
    const { instance } = this.platform;
    if (!instance || instance.profile === 'standard')
      throw new Error(
        `${what} is everybody's; tag the scenario with @platform:disposable to ${act} its own.`,
      );
    return instance;
  }

  private async ask<T>(
    what: string,
    method: Call['method'],
    path: string,
    control: Control | undefined = this.platform.control,
  ): Promise<T> {
    if (!control) throw new Error('This platform was started elsewhere: it has no launcher to ask.');
    const during = `the suite asks the launcher ${what}`;
    return this.http.call<T>({
      method,
      url: `${control.url}${path}`,
      during,
      bearer: control.token,
      ...(method === 'POST' ? { body: {} } : {}),
      within: PATIENCE.restart,
    });
  }
}
