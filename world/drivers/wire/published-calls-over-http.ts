import type { Session } from '../auth';
import type { PublishedCall, PublishedCallsDriver, Told, Trial } from '../published-calls';
import type { AddressBook } from './addresses';
import type { HttpClient } from './http-client';

/** Where each service describes its interface (OpenAPI 3.1). */
const DESCRIPTIONS = {
  auth: '/auth/contract/openapi.json',
  backend: '/api/contract/openapi.json',
} as const;

/** Whatever is not 2xx is an answer here. */
const ANY_OTHER = Array.from({ length: 400 }, (_, at) => (at < 100 ? 100 + at : 200 + at));

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The calls that the services publish about themselves. */
export class PublishedCallsOverHttp implements PublishedCallsDriver {
  constructor(
    private readonly who: string,
    private readonly http: HttpClient,
    private readonly addresses: AddressBook,
  ) {}

  async all(): Promise<readonly PublishedCall[]> {
    return [...(await this.of('auth')), ...(await this.of('backend'))];
  }

  async make(call: PublishedCall, trial: Trial, session: Session): Promise<Told> {
    const { service, method, path } = call;
    const url = new URL(
      path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(trial.path[name] ?? name)),
      await this.addresses[service](),
    );
    for (const [name, value] of Object.entries(trial.query)) url.searchParams.set(name, value);
    const { status, body, location, setCookies } = await this.http.exchange({
      ...{ method, url: url.href, bearer: session.accessToken, headers: trial.headers },
      ...(trial.body === undefined ? {} : { body: trial.body }),
      during: `${this.who} tries ${method} ${path}`,
      answers: ANY_OTHER,
    });
    return { status, text: JSON.stringify([body, location, setCookies]) };
  }

  private async of(service: PublishedCall['service']): Promise<PublishedCall[]> {
    const url = `${await this.addresses[service]()}${DESCRIPTIONS[service]}`;
    const during = `${this.who} reads what ${service} publishes`;
    const { paths } = await this.http.call<Described>({ method: 'GET', url, during });
    return Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => ({
        ...{ service, path },
        method: method.toUpperCase() as PublishedCall['method'],
      })),
    );
  }
}
