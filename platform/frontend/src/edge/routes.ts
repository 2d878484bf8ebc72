import httpProxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy';
import type { Logger } from '@reference/kit/logger';
import { Problem } from '@reference/kit/problem';
import type { FastifyInstance } from 'fastify';
import type { Agent, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ServicePool } from '../upstreams/service-pool';
import { exchange } from './exchange';
import { answerHeaders, onwardHeaders } from './headers';
import type { Answer, Outgoing } from './send';

export interface EdgeOptions {
  auth: ServicePool;
  backend: ServicePool;
  agent: Agent;
  logger: Logger;
}

/** Passes the calls on that the services answer. */
export async function edgeRoutes(server: FastifyInstance, options: EdgeOptions): Promise<void> {
  const { auth, backend } = options;
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers(); // bodies are passed on as they come, not read
    await pass(scope, '/auth', auth, options);
    await pass(scope, '/.well-known', auth, options, {
      routes: ['/jwks.json'],
      httpMethods: ['GET', 'HEAD'],
    });
    await pass(scope, '/api', backend, options);
  });
}

type Narrowed = Partial<Pick<FastifyHttpProxyOptions, 'routes' | 'httpMethods'>>;

async function pass(
  scope: FastifyInstance,
  prefix: string,
  pool: ServicePool,
  { agent, logger }: EdgeOptions,
  narrowed: Narrowed = {},
): Promise<void> {
  await scope.register(httpProxy, {
    ...narrowed,
    prefix,
    rewritePrefix: prefix,
    internalRewriteLocationHeader: false,
    // A name and no place: which instance it is, is decided for each request.
    upstream: `http://${pool.service}.internal`,
    undici: requesting((outgoing) => exchange(pool, agent, logger, outgoing)),
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => onwardHeaders(request.raw as IncomingMessage, headers),
      rewriteHeaders: answerHeaders,
      retryDelay: () => null, // by default every GET that is answered 503 is repeated ten times
      onError: (reply, { error }) => void reply.send(error.cause instanceof Problem ? error.cause : error),
    },
  });
}

/** What the proxy asks of a client: undici's `request`, as far as it is used. */
interface ProxyRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}
type ProxyCallback = (error: Error | null, answer?: Answer) => void;

/** Makes `exchange` the client that the proxy sends its requests with. */
function requesting(answering: (outgoing: Outgoing) => Promise<Answer>) {
  const request = ({ method, path, headers, body }: ProxyRequest, callback: ProxyCallback): void => {
    const stream = body instanceof Readable ? body : undefined;
    answering({ method, path, headers: headersFor(headers, stream), body: stream }).then(
      (answer) => callback(null, answer),
      (cause: unknown) => callback(cause instanceof Error ? cause : new Error(String(cause))),
    );
  };
  return { request } as unknown as FastifyHttpProxyOptions['undici'];
}

/** A body that is not passed on (a GET's) must not be announced either: the service would wait for it. */
function headersFor(headers: ProxyRequest['headers'], body: Readable | undefined): Outgoing['headers'] {
  const given = Object.entries(headers).filter(([name, value]) => {
    return value !== undefined && (body !== undefined || name !== 'content-length');
  });
  return Object.fromEntries(given) as Outgoing['headers'];
}
