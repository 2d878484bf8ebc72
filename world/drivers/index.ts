import type { PlatformUnderTest } from '../../support/targets/platform-under-test';
import type { EvidenceRecorder } from '../evidence/recorder';
import type { RefusalBook } from '../refusal';
import type { AuthDriver } from './auth';
import type { BackendDriver } from './backend';
import type { ChatDriver } from './chat';
import type { ExportsDriver } from './exports';
import type { EnvironmentDriver } from './environment';
import type { Line } from './line';
import type { LimitsDriver } from './limits';
import type { LlmDriver, MailboxDriver } from './externals';
import type { OperationsDriver } from './operations';
import type { OpenPages, PagesDriver } from './pages';
import type { PublishedCallsDriver } from './published-calls';
import type { ProviderAccounts, SignInDriver, SignInSteps } from './sign-in';
import { AuthOnPages } from './page/auth-on-pages';
import { ChatOnDashboard } from './page/chat-on-dashboard';
import { ExportsOnSettings } from './page/exports-on-settings';
import { SignInOnPages } from './page/sign-in-on-pages';
import { PeopleOnPages } from './page/people-on-pages';
import { PersonalBrowser } from './page/personal-browser';
import { PlansOnSettings } from './page/plans-on-settings';
import { driversIn, type TargetDrivers } from './target-drivers';
import { AddressBook } from './wire/addresses';
import { AuthOverHttp } from './wire/auth-over-http';
import { AuthRecordsInPostgres, BackendRecordsInPostgres } from './wire/records-in-postgres';
import { BackendOverHttp } from './wire/backend-over-http';
import { ChatOverWebSocket } from './wire/chat-over-websocket';
import { EnvironmentOverWire } from './wire/environment/environment-over-wire';
import { ExportsOverHttp } from './wire/exports-over-http';
import { HttpClient } from './wire/http-client';
import { LimitsOverHttp } from './wire/limits-over-http';
import { LlmOverHttp } from './wire/llm-over-http';
import { PublishedCallsOverHttp } from './wire/published-calls-over-http';
import { PersonalLine } from './wire/personal-line';
import { MailboxOverHttp } from './wire/mailbox-over-http';
import type { PaymentBooks, PlansDriver, PlansOnPages } from './plans';
import { PaymentBooksOverHttp } from './wire/payment-books-over-http';
import { PlansOverHttp } from './wire/plans-over-http';
import { OperationsOverHttp } from './wire/operations-over-http';
import { ProviderAccountsOverHttp } from './wire/provider-accounts-over-http';
import { SignInOverHttp } from './wire/sign-in-over-http';
import { RedisWitness } from './wire/redis-witness';
import { AnalyticsRecordsInClickHouse } from './wire/analytics-in-clickhouse';
import type { DatabasesDriver } from './databases';
import type { ServicesDriver } from './services';
import { DatabasesByTheirOwners } from './wire/databases-by-their-owners';
import { ServicesWithCredentials } from './wire/services-with-credentials';
import type { AnalyticsRecords, AuthRecords, BackendRecords, CacheRecords } from './witnesses';

/** Through what a scenario's people act: the pages, or the interfaces under them, as an app would. */
export type Layer = 'page' | 'api';

/** What one person can do to the platform. */
export interface PersonalDrivers {
  readonly auth: AuthDriver;
  readonly backend: BackendDriver;
  /** The same by the platform's public address, where calls find a backend by themselves. */
  readonly publicly: BackendDriver;
  readonly chat: ChatDriver;
  readonly exports: ExportsDriver;
  readonly pages: PagesDriver;
  /** The person's own way to the platform, for who needs one that can break. */
  readonly line: Line;
  readonly openPages: OpenPages;
  readonly signIn: SignInDriver;
  readonly limits: LimitsDriver;
  /** Without a page, whatever the layer; `plansOnPages` is what pages show. */
  readonly plans: PlansDriver;
  readonly plansOnPages: PlansOnPages;
  readonly publishedCalls: PublishedCallsDriver;
  /** Whatever the layer, without a page and over no line of the person's: for what no page does, and when they are closed. */
  readonly behindThePages: {
    readonly auth: AuthDriver;
    readonly chat: ChatDriver;
    readonly signIn: SignInSteps;
  };
}

/** What the suite itself can look at. A capability that the target lacks has no driver. */
export interface SharedDrivers {
  readonly mailbox?: MailboxDriver;
  readonly llm?: LlmDriver;
  readonly providerAccounts?: ProviderAccounts;
  readonly paymentBooks?: PaymentBooks;
  readonly operations: OperationsDriver;
  readonly environment: EnvironmentDriver;
  readonly authRecords?: AuthRecords;
  readonly backendRecords?: BackendRecords;
  readonly cache?: CacheRecords;
  readonly usageFigures?: AnalyticsRecords;
  readonly services?: ServicesDriver;
  /** Only of a platform of the scenario's own: everybody's databases are left alone. */
  readonly databases?: DatabasesDriver;
}

export interface Surroundings {
  readonly platform: PlatformUnderTest;
  readonly traceId: string;
  readonly evidence: EvidenceRecorder;
  readonly layer: Layer;
  /** Where the run's browser is reached; undefined where the run has none. */
  readonly browser: string | undefined;
}

/** Makes drivers for one scenario on one platform, and closes them all. */
export class DriverSet {
  readonly shared: SharedDrivers;
  private readonly addresses: AddressBook;
  private readonly own: TargetDrivers;
  private readonly clients: HttpClient[] = [];
  private readonly lines: PersonalLine[] = [];

  /** The scenario's trace. */
  get traceId(): string {
    return this.around.traceId;
  }

  constructor(private readonly around: Surroundings) {
    const { platform, evidence } = around;
    const { auth_database, backend_database, redis, redis_prefix, analytics } = platform.stores;
    this.addresses = new AddressBook(platform);
    this.own = driversIn(platform.drivers);
    this.shared = {
      operations: new OperationsOverHttp(this.http('platform', 'the suite'), this.addresses, platform),
      environment: new EnvironmentOverWire(platform, evidence, around.traceId),
      ...(platform.mailbox ? { mailbox: this.mailbox(platform.mailbox) } : {}),
      ...(platform.llm_script
        ? { llm: new LlmOverHttp(this.http('llm', 'the suite'), platform.llm_script) }
        : {}),
      ...(platform.sign_in_providers
        ? {
            providerAccounts: new ProviderAccountsOverHttp(
              this.http('identity', 'the suite'),
              platform.sign_in_providers,
            ),
          }
        : {}),
      ...(platform.payments
        ? { paymentBooks: new PaymentBooksOverHttp(this.http('payment', 'the suite'), platform.payments) }
        : {}),
      ...(auth_database ? { authRecords: new AuthRecordsInPostgres(auth_database, evidence) } : {}),
      ...(backend_database
        ? { backendRecords: new BackendRecordsInPostgres(backend_database, evidence) }
        : {}),
      ...(redis ? { cache: new RedisWitness(redis, redis_prefix ?? '') } : {}),
      ...(analytics ? { usageFigures: new AnalyticsRecordsInClickHouse(analytics, evidence) } : {}),
      ...(platform.service_credentials
        ? {
            services: new ServicesWithCredentials(platform.service_credentials, redis_prefix ?? '', {
              ...{ http: this.http('auth', 'the suite'), addresses: this.addresses, evidence },
            }),
          }
        : {}),
      ...(platform.service_credentials && platform.instance && platform.instance.profile !== 'standard'
        ? { databases: new DatabasesByTheirOwners(platform.service_credentials, evidence) }
        : {}),
    };
  }

  for(who: string, refusals: RefusalBook, onBreach: (sentence: string) => void): PersonalDrivers {
    const { platform, traceId, evidence, layer, browser: endpoint } = this.around;
    const { addresses } = this;
    const frames = { who, traceId, evidence, onBreach, refusals };
    const { origin } = platform;
    const line = new PersonalLine();
    this.lines.push(line);
    const way = () => line.address;
    const browser = new PersonalBrowser({ ...frames, endpoint, origin, line: way });
    const given = (peer: string) => ({ who, http: this.http(peer, who), addresses });
    const auth = this.own.auth?.(given('auth')) ?? new AuthOverHttp(who, this.http('auth', who), addresses);
    const backend = new BackendOverHttp(who, this.http('backend', who), addresses);
    const exports = new ExportsOverHttp(who, this.http('backend', who), addresses);
    const clients = { auth: this.http('auth', who), identity: this.http('identity', who) };
    const signIn = new SignInOverHttp(who, clients, origin);
    const paying = { backend: this.http('backend', who), payment: this.http('payment', who) };
    const overSockets = { ...frames, origin, addresses };
    const chatOver = (over: () => string | undefined): ChatDriver => {
      const usual = new ChatOverWebSocket({ ...overSockets, line: over });
      return this.own.chat?.(given('backend'), usual) ?? usual;
    };
    const [chat, elsewhere] = [chatOver(way), chatOver(() => undefined)];
    return {
      auth: layer === 'page' ? new AuthOnPages(browser, auth) : auth,
      backend: this.own.backend?.(given('backend'), backend) ?? backend,
      publicly: new BackendOverHttp(who, this.http('frontend', who), { backend: async () => origin }),
      chat: layer === 'page' ? new ChatOnDashboard(browser) : chat,
      exports: layer === 'page' ? new ExportsOnSettings(browser, exports) : exports,
      pages: new PeopleOnPages(browser),
      line,
      openPages: browser,
      limits: new LimitsOverHttp(who, this.http('auth and backend', who), addresses),
      plans: new PlansOverHttp(who, paying, addresses),
      plansOnPages: new PlansOnSettings(browser),
      publishedCalls: new PublishedCallsOverHttp(who, this.http('auth and backend', who), addresses),
      signIn: layer === 'page' ? new SignInOnPages(browser) : signIn,
      behindThePages: { auth, chat: elsewhere, signIn },
    };
  }

  async close(): Promise<void> {
    const { cache, usageFigures } = this.shared;
    await Promise.all([cache, usageFigures].map(async (witness) => witness?.close()));
    for (const client of this.clients) client.close();
    await Promise.all(this.lines.map((line) => line.close()));
  }

  private mailbox(url: string): MailboxDriver {
    const around = { who: 'the suite', http: this.http('mail', 'the suite'), addresses: this.addresses };
    return this.own.mailbox?.(around) ?? new MailboxOverHttp(around.http, url);
  }

  private http(peer: string, actor: string): HttpClient {
    const client = new HttpClient(peer, actor, this.around.traceId, this.around.evidence);
    this.clients.push(client);
    return client;
  }
}
