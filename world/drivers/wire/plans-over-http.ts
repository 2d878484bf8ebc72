import type { Session } from '../auth';
import { CARDS, type Card, type PlansDriver, type Usage } from '../plans';
import { Refused } from '../../refusal';
import type { AddressBook } from './addresses';
import type { HttpClient } from './http-client';

interface Clients {
  readonly backend: HttpClient;
  readonly payment: HttpClient;
}

/** Plans at the backend, and paying at the payment provider as a browser does it, without one. */
export class PlansOverHttp implements PlansDriver {
  constructor(
    private readonly who: string,
    private readonly http: Clients,
    private readonly addresses: AddressBook,
  ) {}

  async usage({ accessToken }: Session, backend: 'any' | 'other' = 'any'): Promise<Usage> {
    const address = backend === 'any' ? await this.addresses.backend() : await this.otherBackend();
    const during = `${this.who} looks at the plan`;
    const call = { method: 'GET', url: `${address}/api/usage`, during, bearer: accessToken } as const;
    const { plan, used, limit } = await this.http.backend.call<Usage>(call);
    return { plan, used, limit };
  }

  async upgrade({ accessToken }: Session, card: Card): Promise<void> {
    const url = `${await this.addresses.backend()}/api/plan/upgrade`;
    const during = `${this.who} asks for the larger plan`;
    const asked = { method: 'POST', url, during, bearer: accessToken, body: {} } as const;
    const { checkout_url } = await this.http.backend.call<{ checkout_url: string }>(asked);
    await this.pay(checkout_url, card);
  }

  async downgrade({ accessToken }: Session): Promise<void> {
    const url = `${await this.addresses.backend()}/api/plan/downgrade`;
    const during = `${this.who} goes back to the free plan`;
    await this.http.backend.call({ method: 'POST', url, during, bearer: accessToken, body: {} });
  }

  private async pay(url: string, card: Card): Promise<void> {
    const during = `${this.who} pays`;
    const { status } = await this.http.payment.exchange({
      ...{ method: 'POST', url, during, answers: [303, 402] },
      body: new URLSearchParams({ card: CARDS[card], answer: 'pay' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const detail = 'Your card was declined. Try another one.';
    if (status === 402) throw new Refused({ code: 'card_declined', status, detail, during });
  }

  private async otherBackend(): Promise<string> {
    const backends = (await this.addresses.directory()).filter(({ service }) => service === 'backend');
    const [, other] = backends;
    if (!other) throw new Error('The directory lists no second backend.');
    return other.url;
  }
}
