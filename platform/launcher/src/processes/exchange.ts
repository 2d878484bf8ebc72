import { request } from 'node:http';
import { connect } from 'node:net';

export interface HealthAnswer {
  statusCode: number;
  service: string | undefined;
  version: string | undefined;
  status: string | undefined;
  checks: Record<string, { status?: string; detail?: string }>;
}

const ANSWER_MS = 2_000;

/** What answers at a health address. Rejects when nothing does. */
export async function askHealth(url: string): Promise<HealthAnswer> {
  const { statusCode, body } = await get(url);
  const told = asObject(body);
  const word = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    statusCode,
    service: word(told.service),
    version: word(told.version),
    status: word(told.status),
    checks: (typeof told.checks === 'object' && told.checks !== null
      ? told.checks
      : {}) as HealthAnswer['checks'],
  };
}

export function saysReady(answer: HealthAnswer | undefined): answer is HealthAnswer {
  return answer?.statusCode === 200 && answer.status === 'ready';
}

/** What a service complains of, in parentheses, to stand behind a sentence. */
export function failingChecks(answer: HealthAnswer | undefined): string {
  if (!answer) return ' (its health address does not answer)';
  const failing = Object.entries(answer.checks).filter(([, check]) => check.status !== 'ready');
  if (failing.length === 0) return ` (its health says ${answer.status ?? `HTTP ${answer.statusCode}`})`;
  return ` (${failing.map(([name, { status, detail }]) => `${name}: ${detail ?? status ?? 'unknown'}`).join('; ')})`;
}

/** Whether something accepts connections there; for addresses that do not speak HTTP. */
export async function accepts(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const tell = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', tell(true)).once('error', tell(false)).once('timeout', tell(false));
  });
}

async function get(url: string): Promise<{ statusCode: number; body: string }> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, timeout: ANSWER_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ statusCode: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${ANSWER_MS} ms`)));
    asked.once('error', reject).end();
  });
}

function asObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {}; // whatever answers, it is not one of the platform's services
  }
}
