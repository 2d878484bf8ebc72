import type { LlmDriver, ModelRequest, ScriptedReply } from '../externals';
import type { HttpClient } from './http-client';

/** The scripting side of the language model's stand-in. */
export class LlmOverHttp implements LlmDriver {
  constructor(
    private readonly http: HttpClient,
    private readonly url: string,
  ) {}

  async script(userId: string, replies: readonly ScriptedReply[]): Promise<void> {
    const during = 'the suite tells the language model what to answer';
    await this.http.call({ method: 'PUT', url: `${this.url}/scripts/${userId}`, body: { replies }, during });
  }

  async requestsFor(userId: string): Promise<readonly ModelRequest[]> {
    const during = 'the suite reads what the language model was asked';
    const journal = await this.http.call<{ requests: readonly ModelRequest[] }>({
      method: 'GET',
      url: `${this.url}/journal/${userId}`,
      during,
    });
    return journal.requests;
  }

  async release(userId: string): Promise<void> {
    const during = 'the suite lets the language model go on';
    await this.http.call({ method: 'POST', url: `${this.url}/scripts/${userId}/release`, body: {}, during });
  }

  async forget(userId: string): Promise<void> {
    const during = 'the suite makes the language model forget someone';
    await this.http.call({ method: 'DELETE', url: `${this.url}/scripts/${userId}`, during });
  }
}
