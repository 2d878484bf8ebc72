import type { Forgery, PaymentBooks, PaymentNews } from '../plans';
import type { HttpClient } from './http-client';

/** The side of the payment provider's stand-in on which its books are open. */
export class PaymentBooksOverHttp implements PaymentBooks {
  constructor(
    private readonly http: HttpClient,
    private readonly url: string,
  ) {}

  async running(customer: string): Promise<readonly string[]> {
    const during = "the suite looks into the payment provider's books";
    const { subscriptions } = await this.http.call<{ subscriptions: { state: string; plan: string }[] }>({
      ...{ method: 'GET', url: this.of(customer), during },
    });
    return subscriptions.filter(({ state }) => state === 'running').map(({ plan }) => plan);
  }

  async sendAgain(customer: string, type: PaymentNews, forgery: Forgery = {}): Promise<string> {
    const during = 'the suite has a message of the payment provider sent again';
    const url = `${this.of(customer)}/deliveries`;
    const body = { type, ...forgery };
    const { status, code } = await this.http.call<{ status: number; code?: string }>({
      ...{ method: 'POST', url, during, body },
    });
    return [status, code].filter((word) => word !== undefined).join(' ');
  }

  private of(customer: string): string {
    return `${this.url}/customers/${encodeURIComponent(customer)}`;
  }
}
