import { Agent, request } from 'node:http';

/** Somebody at one client address, on connections of their own. */
export class Stranger {
  private readonly agent: Agent;

  /** @param address of the loopback: every address under 127 is this machine's */
  constructor(readonly address: string) {
    if (!address.startsWith('127.')) throw new Error(`${address} is not an address of the loopback`);
    this.agent = new Agent({ keepAlive: true, localAddress: address });
  }

  /** Tries one login. @returns the status and the code: `401 invalid_credentials`, or `200` */
  async tries(auth: string, email: string, password: string, withinMs: number): Promise<string> {
    const body = JSON.stringify({ email, password, device: 'a stranger' });
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const call = request(`${auth}/auth/login`, {
        ...{ method: 'POST', agent: this.agent, signal: AbortSignal.timeout(withinMs) },
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      });
      call.once('error', reject).once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('error', reject).once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      call.end(body);
    });
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' ? `${status} ${code}` : String(status);
  }

  leaves(): void {
    this.agent.destroy();
  }
}

/** So many addresses of the loopback that nobody listens on: 127.0.1.1, 127.0.1.2, ... */
export function loopbackAddresses(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `127.0.1.${at + 1}`);
}
