import { Agent } from 'node:http';
import axios from 'axios';
import type { LauncherInstance } from '../targets/launcher-instance';

const DEADLINE_MS = 10_000;

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: unknown;
  readonly bearer?: string;
  /** The answer's status and code, `401 token_expired`; only status where it has no code. Anything else is an error. */
  readonly expects: string;
}

/** One caller with one connection, and nothing between the call and the clock. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  async call({ method, url, body, bearer, expects }: Call): Promise<void> {
    const { status, data } = await axios.request<{ code?: unknown }>({
      ...{ method, url, data: body, httpAgent: this.agent, timeout: DEADLINE_MS, proxy: false as const },
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      validateStatus: () => true,
    });
    const answer = typeof data.code === 'string' ? `${status} ${data.code}` : String(status);
    if (answer !== expects)
      throw new Error(`${method} ${url} was to answer ${expects}, and answered ${answer}.`);
  }

  close(): void {
    this.agent.destroy();
  }
}

/** @throws where an instance has no such service */
export function addressOf({ services, id }: LauncherInstance, name: string): string {
  const service = services.find((one) => one.name === name);
  if (!service) throw new Error(`${id} has no service called ${name}`);
  return service.url;
}
