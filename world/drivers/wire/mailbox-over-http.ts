import type { Mail, MailboxDriver } from '../externals';
import type { HttpClient } from './http-client';

interface WireSummary {
  ID: string;
  Created: string;
  Subject: string;
}

/** A Mailpit, or what speaks its API. */
export class MailboxOverHttp implements MailboxDriver {
  constructor(
    private readonly http: HttpClient,
    private readonly url: string,
  ) {}

  async mailsTo(address: string): Promise<Mail[]> {
    const during = `the suite looks into the mailbox of ${address}`;
    const { messages } = await this.http.call<{ messages: WireSummary[] }>({
      method: 'GET',
      url: this.search(address),
      during,
      isLook: true,
    });
    return Promise.all(messages.map((summary) => this.read(summary, during)));
  }

  async empty(address: string): Promise<void> {
    await this.http.call({
      method: 'DELETE',
      url: this.search(address),
      during: `the suite empties the mailbox of ${address}`,
    });
  }

  private async read({ ID, Created, Subject }: WireSummary, during: string): Promise<Mail> {
    const url = `${this.url}/api/v1/message/${encodeURIComponent(ID)}`;
    const { Text } = await this.http.call<{ Text: string }>({ method: 'GET', url, during });
    const headers = await this.http.call<Record<string, string[]>>({
      method: 'GET',
      url: `${url}/headers`,
      during,
    });
    const traceparent = Object.entries(headers).find(
      ([name]) => name.toLowerCase() === 'traceparent',
    )?.[1][0];
    const traceId = traceparent?.split('-')[1];
    return {
      id: ID,
      subject: Subject,
      text: Text,
      arrivedAt: Date.parse(Created),
      ...(traceId ? { traceId } : {}),
    };
  }

  private search(address: string): string {
    return `${this.url}/api/v1/search?query=${encodeURIComponent(`to:"${address}"`)}`;
  }
}
