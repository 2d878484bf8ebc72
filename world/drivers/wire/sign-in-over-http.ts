import { registerSecret } from '../../../reports/redaction';
import type { Session } from '../auth';
import { PROVIDERS, type Consent, type ProviderName, type SignInSteps } from '../sign-in';
import { sessionFrom, type WireSession } from './auth-over-http';
import { CookieJar } from './cookie-jar';
import type { Answer, HttpClient } from './http-client';

const MOST_REDIRECTS = 8;
const SECRETS = ['code', 'state', 'nonce', 'code_challenge'];

interface Clients {
  /** For the platform's own address. */
  readonly auth: HttpClient;
  /** For the provider's. */
  readonly identity: HttpClient;
}

/** Logging in with a provider as a browser does it, redirects, cookies and the provider's form included, without one. */
export class SignInOverHttp implements SignInSteps {
  private readonly jar = new CookieJar();

  /** @param origin the platform's address for people. */
  constructor(
    private readonly who: string,
    private readonly http: Clients,
    private readonly origin: string,
  ) {}

  async signIn(provider: ProviderName, consent: Consent): Promise<Session> {
    const address = await this.begin(provider);
    // A provider that cannot be reached: the platform sends people to the end of the login at once.
    if (this.isOurs(address)) return this.exchange(this.codeIn(address));
    return this.exchange(await this.comeBack(await this.answer(address, consent)));
  }

  async begin(provider: ProviderName): Promise<string> {
    const doing = `begins to log in with ${provider}`;
    return this.redirected(await this.get(`${this.origin}/auth/oauth/${PROVIDERS[provider]}/start`, doing));
  }

  async answer(providerAddress: string, { email, agrees }: Consent): Promise<string> {
    const doing = 'says at the provider who it is';
    const page = await this.follow(await this.get(providerAddress, doing), doing);
    const form = new URLSearchParams({ email, answer: agrees ? 'allow' : 'cancel' }).toString();
    const sent = await this.send(page.url, doing, { method: 'POST', body: form });
    const end = await this.follow(sent, doing);
    return this.redirected(end);
  }

  async comeBack(address: string): Promise<string> {
    return this.codeIn(this.redirected(await this.get(address, 'comes back from the provider')));
  }

  async exchange(code: string): Promise<Session> {
    const url = `${this.origin}/auth/oauth/exchange`;
    const { body } = await this.send(url, 'completes the login', {
      method: 'POST',
      body: { code, device: 'acceptance suite' },
    });
    return sessionFrom(body as WireSession);
  }

  elsewhere(): SignInSteps {
    return new SignInOverHttp(this.who, this.http, this.origin);
  }

  /** Goes on until an answer is no redirect, or leads back to the platform. */
  private async follow(answer: Located, doing: string): Promise<Located> {
    let current = answer;
    for (let hops = 0; current.location !== undefined && !this.isOurs(current.location); hops += 1) {
      if (hops === MOST_REDIRECTS) throw new Error(`${this.who} is sent round and round at ${current.url}.`);
      current = await this.get(current.location, doing);
    }
    return current;
  }

  private redirected({ url, location, status }: Located): string {
    if (location === undefined)
      throw new Error(
        `${this.who} was to be sent on by ${new URL(url).pathname}, and was answered ${status}.`,
      );
    for (const name of SECRETS) {
      const value = new URL(location).searchParams.get(name) ?? '';
      if (value.length > 8) registerSecret(value, 'code');
    }
    return location;
  }

  private codeIn(address: string): string {
    const page = new URL(address);
    const code = page.searchParams.get('code');
    if (`${page.origin}${page.pathname}` !== `${this.origin}/signed-in` || code === null)
      throw new Error(
        `${this.who} was sent to ${page.origin}${page.pathname}, which is not where logins end.`,
      );
    return code;
  }

  private isOurs(url: string): boolean {
    return url.startsWith(`${this.origin}/`);
  }

  private async get(url: string, doing: string): Promise<Located> {
    return this.send(url, doing, { method: 'GET' });
  }

  private async send(
    url: string,
    doing: string,
    call: { readonly method: 'GET' | 'POST'; readonly body?: unknown },
  ): Promise<Located> {
    const client = this.isOurs(url) ? this.http.auth : this.http.identity;
    const cookie = this.jar.for(url);
    const isForm = typeof call.body === 'string';
    const answer = await client.exchange({
      ...{ ...call, url, during: `${this.who} ${doing}`, answers: [302, 303] },
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
    });
    this.jar.take(url, answer.setCookies);
    const { location, ...rest } = answer;
    return { ...rest, url, ...(location === undefined ? {} : { location: new URL(location, url).href }) };
  }
}

type Located = Answer & { readonly url: string };
