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

  async requestsFor(userId: string): Promise<ModelRequest[]> {
    const during = 'the suite reads what the language model was asked';
    const journal = await this.http.call<{ requests: ModelRequest[] }>({
      method: 'GET',
      url: `${this.url}/journal/${userId}`,
      during,
    });
    return journal.requests;
  }

  async release(userId: string, pieces?: number): Promise<number> {
    const during = 'the suite lets the language model go on';
    const url = `${this.url}/scripts/${userId}/release`;
    const body = pieces === undefined ? {} : { chunks: pieces };
    return (await this.http.call<{ released: number }>({ method: 'POST', url, body, during })).released;
  }

  async forget(userId: string): Promise<void> {
    const during = 'the suite makes the language model forget someone';
    await this.http.call({ method: 'DELETE', url: `${this.url}/scripts/${userId}`, during });
  }
}
