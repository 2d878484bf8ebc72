import type { Response } from 'playwright-core';
import { registerSecret } from '../../../reports/redaction';

/** What a page asked for and was given. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  /** Scheme, host and port that answered. */
  readonly origin: string;
  readonly status: number;
  /** JSON, where it was JSON. */
  readonly sent?: unknown;
  readonly received?: unknown;
  readonly duration_ms: number;
  /** The cookie that a login leaves in the browser, where the answer set one. */
  readonly refreshCookie?: string;
}

const TOKENS = ['access_token', 'refresh_token', 'resume_token', 'token'];

/**
 * Reads an answer to its end; every token and cookie in it is a secret from then on.
 * @param gone resolves when the document that asked has gone.
 * @returns undefined when the answer broke off because its page went.
 */
export async function answerOf(response: Response, gone: Promise<void>): Promise<Answer | undefined> {
  return Promise.race([wholeAnswer(response), gone.then(() => undefined)]);
}

async function wholeAnswer(response: Response): Promise<Answer | undefined> {
  const request = response.request();
  if ((await response.finished().catch(() => 'gone')) !== null) return undefined;
  const refreshCookie = await cookieIn(response);
  const received = await bodyOf(response);
  const sent = postedBy(response);
  for (const body of [received, sent]) registerTokens(body);
  return {
    method: request.method(),
    path: new URL(response.url()).pathname,
    origin: new URL(response.url()).origin,
    status: response.status(),
    ...(sent === undefined ? {} : { sent }),
    ...(received === undefined ? {} : { received }),
    duration_ms: Math.max(0, Math.round(request.timing().responseEnd)),
    ...(refreshCookie ? { refreshCookie } : {}),
  };
}

/** Who answers: the edge passes two paths on and serves the rest itself; other addresses are the identity providers', or where one pays. */
export function peerOf(path: string, isElsewhere: boolean): string {
  if (isElsewhere) return path.startsWith('/pay/') ? 'payment' : 'identity';
  if (path.startsWith('/auth/')) return 'auth';
  return path.startsWith('/api/') ? 'backend' : 'frontend';
}

async function cookieIn(response: Response): Promise<string | undefined> {
  const headers = await response.headersArray().catch(() => []); // The page went; so did the cookie's news.
  const values = headers
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => /^[^=]+=([^;]*)/.exec(value)?.[1])
    .filter((value) => value !== undefined && value !== '');
  for (const value of values) registerSecret(value ?? '', 'cookie');
  return values[0];
}

/** Pages, scripts and pictures are no evidence; what the services said is. */
async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers()['content-type'] ?? '';
  if (!/\bjson\b/.test(type) && response.status() < 400) return undefined;
  const text = await response.text().catch(() => undefined); // Gone with the page that asked for it.
  return text === undefined ? undefined : jsonOr(text);
}

function postedBy(response: Response): unknown {
  const posted = response.request().postData();
  return posted === null ? undefined : jsonOr(posted);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // Whatever came instead is shown as it is.
  }
}

function registerTokens(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [name, value] of Object.entries(body))
    if (TOKENS.includes(name) && typeof value === 'string' && value.length > 16)
      registerSecret(value, 'token');
}
