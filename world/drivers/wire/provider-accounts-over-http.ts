import type { ProviderAccount, ProviderAccounts } from '../sign-in';
import type { HttpClient } from './http-client';

/** The side of the providers' stand-in on which people are given accounts. */
export class ProviderAccountsOverHttp implements ProviderAccounts {
  constructor(
    private readonly http: HttpClient,
    private readonly url: string,
  ) {}

  async set(email: string, account: ProviderAccount): Promise<void> {
    const during = 'the suite gives somebody an account at the providers';
    await this.http.call({ method: 'PUT', url: this.of(email), body: account, during });
  }

  async forget(email: string): Promise<void> {
    const during = "the suite takes somebody's account at the providers away";
    await this.http.call({ method: 'DELETE', url: this.of(email), during });
  }

  private of(email: string): string {
    return `${this.url}/people/${encodeURIComponent(email)}`;
  }
}
