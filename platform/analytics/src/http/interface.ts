import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Logger } from '@reference/kit/logger';
import type { Answer, Engine } from '../engine/engine';
import { ClickHouseException, exceptionOf } from '../engine/exception';
import type { Users } from '../settings';
import { authenticate } from './credentials';
import { formatOf, statementOf } from './statement';

/** Bytes; an insert is read whole before it is run. */
const LONGEST_BODY = 64 * 1024 * 1024;
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  TabSeparated: 'text/tab-separated-values; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
};

export interface InterfaceOptions {
  engine: Engine;
  users: Users;
  logger: Logger;
  /** The engine gave itself up. */
  onFatal(cause: ClickHouseException): void;
}

/** ClickHouse's HTTP interface (https://clickhouse.com/docs/interfaces/http), as far as its clients need it. */
export async function clickHouseInterface(server: FastifyInstance, options: InterfaceOptions): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LONGEST_BODY }, (_request, body, done) =>
      done(null, body),
    );
    scope.get('/ping', (_request, reply) => reply.type('text/html; charset=UTF-8').send('Ok.\n'));
    scope.route({
      method: ['GET', 'POST'],
      url: '/',
      bodyLimit: LONGEST_BODY,
      handler: (request, reply) => answer(request, reply, options),
    });
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: InterfaceOptions,
): Promise<unknown> {
  const query = new URL(request.url, 'http://analytics').searchParams;
  reply.header('x-clickhouse-server-display-name', 'analytics');
  reply.header('x-clickhouse-timezone', 'UTC');
  reply.header('x-clickhouse-query-id', query.get('query_id') || randomUUID());
  try {
    return await answerQuery(request, reply, query, options);
  } catch (cause) {
    return refuse(reply, exceptionOf(cause), options);
  }
}

async function answerQuery(
  request: FastifyRequest,
  reply: FastifyReply,
  query: URLSearchParams,
  { engine, users }: InterfaceOptions,
): Promise<unknown> {
  const body = await bodyOf(request);
  if (request.method === 'GET' && !query.has('query')) return reply.type('text/html').send('Ok.\n');
  const user = authenticate(request, query, users);
  const formatHeader = request.headers['x-clickhouse-format'];
  const { method } = request;
  const asked = { method, query, body, formatHeader: formatHeader?.toString() };
  const statement = statementOf(asked, user, users[user]?.database ?? '');
  const result = await engine.run(statement);
  const format = formatOf(statement);
  reply.header('x-clickhouse-format', format);
  reply.header('x-clickhouse-summary', summaryOf(result, writtenRows(statement.sql, query, body)));
  reply.type(CONTENT_TYPES[format] ?? 'text/plain; charset=UTF-8');
  return reply.send(await encoded(Buffer.from(result.body), request, reply, query));
}

function refuse(
  reply: FastifyReply,
  exception: ClickHouseException,
  options: InterfaceOptions,
): FastifyReply {
  options.logger.info({ code: exception.code }, 'a statement was refused');
  if (exception.isFatal) options.onFatal(exception);
  return reply
    .status(exception.httpStatus)
    .header('x-clickhouse-exception-code', String(exception.code))
    .type('text/plain; charset=UTF-8')
    .send(`${exception.message}\n`);
}

async function bodyOf(request: FastifyRequest): Promise<string> {
  const { body } = request;
  if (!Buffer.isBuffer(body)) return '';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body.toString('utf8');
  if (encoding === 'gzip') return (await promisify(gunzip)(body)).toString('utf8');
  throw new ClickHouseException(
    48,
    'Code: 48. DB::Exception: Only gzip is understood as content encoding. (NOT_IMPLEMENTED)',
  );
}

async function encoded(
  body: Buffer,
  request: FastifyRequest,
  reply: FastifyReply,
  query: URLSearchParams,
): Promise<Buffer> {
  const accepts = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!accepts || query.get('enable_http_compression') !== '1') return body;
  reply.header('content-encoding', 'gzip');
  return promisify(gzip)(body);
}

/** The engine does not tell; formats of a line a row can be counted. */
function writtenRows(sql: string, query: URLSearchParams, body: string): number {
  if (!/^\s*insert\b/i.test(sql) || !query.get('query')) return 0;
  return body.split('\n').filter((line) => line.trim() !== '').length;
}

function summaryOf({ rowsRead, bytesRead, body, elapsed }: Answer, written: number): string {
  return JSON.stringify({
    read_rows: String(rowsRead),
    read_bytes: String(bytesRead),
    written_rows: String(written),
    written_bytes: '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: String(body.byteLength),
    elapsed_ns: String(Math.round(elapsed * 1e9)),
  });
}
