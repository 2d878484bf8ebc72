import type { HealthStatus } from '@reference/kit/health';
import { request } from 'node:http';
import { z } from 'zod';

/** Longer than a service's own limit for its checks (1 s): who has a slow dependency still gets to say so. */
const ANSWER_MS = 2_000;

const health = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable']),
  checks: z.record(z.string(), z.object({ status: z.string(), detail: z.string().optional() })).default({}),
});

/** What an instance says of itself, or why it says nothing. `complaints` are its failing checks, in its words. */
export type Verdict =
  { kind: 'answered'; status: HealthStatus; complaints: string } | { kind: 'silent'; why: string };

/** Asks at a health address. Never rejects: no answer is a verdict too. */
export async function askHealth(url: string): Promise<Verdict> {
  try {
    const parsed = health.safeParse(JSON.parse(await get(url)));
    if (!parsed.success) return { kind: 'silent', why: 'what answers there is not its health' };
    const { status, checks } = parsed.data;
    return { kind: 'answered', status, complaints: complaintsOf(checks) };
  } catch (cause) {
    return { kind: 'silent', why: cause instanceof Error ? cause.message : String(cause) };
  }
}

function complaintsOf(checks: z.output<typeof health>['checks']): string {
  const failing = Object.entries(checks).filter(([, { status }]) => status !== 'ready');
  return failing.map(([name, { status, detail }]) => `${name}: ${detail ?? status}`).join('; ');
}

/** Node's own client rather than fetch, whose first use costs a start 30 ms. */
async function get(url: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(ANSWER_MS) }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve(body)).on('error', reject);
    });
    asked.on('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.name === 'AbortError' ? new Error(`no answer within ${ANSWER_MS} ms`) : cause);
    });
    asked.end();
  });
}
