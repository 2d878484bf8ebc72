import axios from 'axios';

const PROBE_DEADLINE_MS = 5_000;
const HEALTH_PATHS = ['/health/ready', '/healthz', '/health', '/readyz', '/livez', '/ready'];
const AUTH_CALLS = ['/auth/register', '/auth/login', '/auth/refresh', '/auth/logout'];

/** What an address answered to questions that change nothing. */
export interface Found {
  readonly answers: boolean;
  /** Why nothing does; empty where something did. */
  readonly why: string;
  /** Where it says that it is well, and whether in the wire contract's way. */
  readonly health: { readonly path: string; readonly isOfContract: boolean } | undefined;
  readonly publishesKeys: boolean;
  readonly speaksMailpit: boolean;
  /** Calls of the wire contract that are not there. */
  readonly missing: readonly string[];
  readonly backendAnswers: boolean;
}

export async function probed(url: string, backend: string | undefined): Promise<Found> {
  const first = await ask(url, 'GET', '/').catch((cause: unknown) => reason(cause));
  if (typeof first === 'string')
    return { answers: false, why: first, health: undefined, publishesKeys: false, speaksMailpit: false, missing: [], backendAnswers: false }; // prettier-ignore
  const keys = await ask(url, 'GET', '/.well-known/jwks.json');
  const mails = await ask(url, 'GET', '/api/v1/search?query=to:%22nobody%40example.org%22');
  const calls = await Promise.all(
    AUTH_CALLS.map(async (path) => ({ path, ...(await ask(url, 'POST', path)) })),
  );
  return {
    answers: true,
    why: '',
    health: await healthOf(url),
    publishesKeys: keys.status === 200 && Array.isArray(member(keys.body, 'keys')),
    speaksMailpit: mails.status === 200 && Array.isArray(member(mails.body, 'messages')),
    missing: calls.filter(({ status }) => [404, 405, 501].includes(status)).map(({ path }) => path),
    backendAnswers:
      backend !== undefined && (await ask(backend, 'GET', '/').then(() => true, () => false)), // prettier-ignore
  };
}

async function healthOf(url: string): Promise<Found['health']> {
  for (const path of HEALTH_PATHS) {
    const { status, body } = await ask(url, 'GET', path);
    if (status === 200) return { path, isOfContract: member(body, 'service') === 'auth' };
  }
  return undefined;
}

async function ask(
  url: string,
  method: 'GET' | 'POST',
  path: string,
): Promise<{ status: number; body: unknown }> {
  const { status, data } = await axios.request<unknown>({
    ...{ url: `${url}${path}`, method, timeout: PROBE_DEADLINE_MS, proxy: false, validateStatus: () => true },
    // An empty call: no service makes an account or a login of it.
    ...(method === 'POST' ? { data: {} } : {}),
  });
  return { status, body: data };
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

function reason(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? message ?? 'no answer';
}
