import { createHash, randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { EvidenceRecorder } from '../../evidence/recorder';
import { Refused, refusalInBody } from '../../refusal';
import { PATIENCE } from '../../service-levels';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** What the caller is doing, in words for a failure message: "Ada logs in". */
  readonly during: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bearer?: string;
  /** Statuses besides 2xx that are an answer and not a "no": a service may say with a 503 how it is. */
  readonly answers?: readonly number[];
  /** Budget in milliseconds; that of any answer unless said. */
  readonly within?: number;
  /** The body is a file: it is handed out as it came, as text. */
  readonly isFile?: boolean;
  /** A look that may well see nothing yet: it is no evidence, and no exchange to be counted. */
  readonly isLook?: boolean;
}

/** An answer with what a browser would act on. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly setCookies: readonly string[];
  /** As a browser that saves it would call it; absent where the answer is no file. */
  readonly fileName?: string;
  /** How the caller stands with the service's limits: the `RateLimit` header, as it came. */
  readonly rateLimit?: string;
  /** Seconds, of the `Retry-After` header. */
  readonly retryAfter?: number;
  readonly body: unknown;
}

/** HTTP with a memory: every exchange is evidence, carries the scenario's trace, and ends in an answer or a Refused. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true });
  /** Each person of each scenario calls from an address of their own (RFC 2544's), as people do. */
  private readonly address: string;
  private readonly axios: AxiosInstance;

  constructor(
    private readonly peer: string,
    private readonly actor: string,
    private readonly traceId: string,
    private readonly evidence: EvidenceRecorder,
  ) {
    this.address = addressOf(`${traceId} ${actor}`);
    this.axios = axios.create({
      httpAgent: this.agent,
      timeout: PATIENCE.response,
      validateStatus: () => true,
      maxRedirects: 0,
      proxy: false,
    });
  }

  /** @throws Refused on any answer that is not 2xx, and when there is no answer at all. */
  async call<T>(call: Call): Promise<T> {
    return (await this.exchange(call)).body as T;
  }

  /** The same, with what stands beside the body. */
  async exchange(call: Call): Promise<Answer> {
    const startedAt = performance.now();
    const response = await this.send(call);
    if (!call.isLook) {
      this.evidence.exchange({
        actor: this.actor,
        peer: this.peer,
        kind: 'http',
        what: `${call.method} ${new URL(call.url).pathname} -> ${response.status}`,
        sent: call.body,
        received: response.data,
        duration_ms: Math.round(performance.now() - startedAt),
      });
    }
    const isAnswer = response.status >= 200 && response.status < 300;
    if (isAnswer || call.answers?.includes(response.status)) return answerIn(response);
    throw new Refused(refusalInBody(response.data, response.status, call.during));
  }

  close(): void {
    this.agent.destroy();
  }

  private async send({
    method,
    url,
    body,
    headers,
    bearer,
    during,
    within,
    isFile,
  }: Call): Promise<AxiosResponse<unknown>> {
    try {
      return await this.axios.request({
        method,
        url,
        data: body,
        ...(within === undefined ? {} : { timeout: within }),
        ...(isFile ? { responseType: 'arraybuffer' as const, transformResponse: textOfFile } : {}),
        headers: {
          'x-forwarded-for': this.address,
          traceparent: `00-${this.traceId}-${randomBytes(8).toString('hex')}-01`,
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
          ...headers,
        },
      });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const what = `${method} ${new URL(url).pathname} -> no answer: ${why}`;
      this.evidence.exchange({ actor: this.actor, peer: this.peer, kind: 'http', what, sent: body });
      throw new Refused({
        code: 'no_answer',
        status: 0,
        detail: `${this.peer} at ${new URL(url).host}: ${why}`,
        during,
      });
    }
  }
}

/** With the byte order mark that it may begin with; what went wrong is told in JSON, as everywhere. */
function textOfFile(bytes: Buffer, headers: Readonly<Record<string, unknown>>): unknown {
  const text = bytes.toString('utf8');
  return String(headers['content-type']).includes('problem+json') ? JSON.parse(text) : text;
}

function answerIn({ status, headers, data }: AxiosResponse<unknown>): Answer {
  const location: unknown = headers['location'];
  const fileName = /^attachment; filename="([^"]+)"$/.exec(String(headers['content-disposition']))?.[1];
  const rateLimit: unknown = headers['ratelimit'];
  const retryAfter: unknown = headers['retry-after'];
  return {
    status,
    ...(typeof rateLimit === 'string' ? { rateLimit } : {}),
    ...(typeof retryAfter === 'string' ? { retryAfter: Number(retryAfter) } : {}),
    ...(typeof location === 'string' ? { location } : {}),
    ...(fileName === undefined ? {} : { fileName }),
    setCookies: headers['set-cookie'] ?? [],
    body: data,
  };
}

function addressOf(somebody: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(somebody).digest();
  return `198.${18 + (a % 2)}.${b}.${c}`;
}
