import { fastify, type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { tellStandings } from './allowance';
import { describeApi } from './api-description';
import { healthReport, type HealthCheck } from './health';
import type { Logger } from './logger';
import { COMMON_PROBLEMS, Problem, problemDocument, problemsOf } from './problem';
import { currentTrace, enterTrace, traceFrom } from './trace';
import { isUnavailable } from './unavailable';

const problem = problemsOf(COMMON_PROBLEMS);

export interface HttpServerOptions {
  service: string;
  version: string;
  logger: Logger;
  checks: Readonly<Record<string, HealthCheck>>;
  /** Where its API is described for whoever calls it or checks it; nowhere unless said. */
  describedAt?: string;
}

/**
 * A Fastify server that does what the wire contract asks of every service: takes the trace over,
 * logs each exchange, answers errors as `application/problem+json`, and serves `/health/*`.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { service, version, logger, checks, describedAt: at } = options;
  const server = fastify({
    logger: false,
    bodyLimit: 1_048_576,
    forceCloseConnections: 'idle', // whoever waits for an answer when the service stops still gets it
    trustProxy: 'loopback', // only the edge connects from here, and says for whom
  });
  if (at !== undefined) describeApi(server, { service, version, at });
  leaveConnectionsOnClose(server);
  tellStandings(server);
  readEmptyBodies(server);

  server.addHook('onRequest', (request, reply, done) => {
    const trace = traceFrom(request.headers.traceparent);
    enterTrace(trace);
    reply.header('trace-id', trace.traceId);
    done();
  });

  server.addHook('onResponse', (request, reply, done) => {
    if (!request.url.startsWith('/health')) {
      const path = request.routeOptions.url ?? '(unknown)';
      logger.info(
        {
          method: request.method,
          path,
          status: reply.statusCode,
          duration_ms: Math.round(reply.elapsedTime),
        },
        `${request.method} ${path} ${reply.statusCode}`,
      );
    }
    done();
  });

  server.setErrorHandler((error, _request, reply) => {
    const told = asProblem(error);
    if (told.entry.status >= 500) logger.error({ err: error, code: told.code }, told.message);
    else logger.info({ code: told.code }, told.message);
    const document = problemDocument(told);
    if (document.retry_after !== undefined)
      reply.header('retry-after', String(Math.ceil(document.retry_after)));
    return reply.status(document.status).type('application/problem+json').send(document);
  });

  server.setNotFoundHandler(() => {
    throw problem('not_found');
  });

  server.get('/health/live', () => ({ service, version, status: 'ready' }));
  const ready = async (_request: unknown, reply: { status(code: number): unknown }) => {
    const report = await healthReport(service, version, checks);
    if (report.status === 'unavailable') reply.status(503);
    return report;
  };
  server.get('/health/ready', ready);
  server.get('/health', ready);
  return server;
}

/** Answers given while the server closes are the last on their connection; a kept one would hold the server open. */
function leaveConnectionsOnClose(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
}

/** Many clients name a content type even where they send nothing; that is a body left out, not a malformed one. */
function readEmptyBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body.toString(), done);
  });
}

/** Whatever was thrown, as something a caller may see: never a stack, a statement or a path. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ZodError) {
    const faults = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
    return problem('invalid_request', { detail: `${faults.join('; ')}.` });
  }
  if (isUnavailable(error)) return problem('dependency_unavailable', { retry_after: 1 });
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return problem('malformed_request');
  return problem('internal_error');
}

/** The trace id of the request at hand, for bodies that carry it. */
export function traceId(): string {
  return currentTrace()?.traceId ?? '';
}
