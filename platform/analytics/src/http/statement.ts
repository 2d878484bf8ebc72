import type { Statement } from '../engine/engine';
import { ClickHouseException } from '../engine/exception';

/** Names in the query that are not settings of the engine: the HTTP interface's own, and what concerns only sending. */
const OWN = new Set([
  ...['query', 'database', 'user', 'password', 'query_id', 'default_format', 'quota_key', 'stacktrace'],
  ...['wait_end_of_query', 'buffer_size', 'enable_http_compression', 'http_zlib_compression_level'],
  ...['send_progress_in_http_headers', 'http_headers_progress_interval_ms', 'http_response_buffer_size'],
  ...['cancel_http_readonly_queries_on_client_close', 'http_wait_end_of_query'],
]);
/** Parts of the interface that are not served: better refused than passed over. */
const UNSERVED = ['session_id', 'session_timeout', 'session_check', 'role', 'compress', 'decompress'];
const FORMAT_CLAUSE = /\bformat\s+(\w+)\s*(?:settings\b[\s\S]*)?;?\s*$/i;

export interface Request {
  readonly method: string;
  readonly query: URLSearchParams;
  /** `X-ClickHouse-Format`, where it was sent. */
  readonly formatHeader: string | undefined;
  readonly body: string;
}

/** @throws ClickHouseException for what is not served */
export function statementOf(request: Request, user: string, ownDatabase: string): Statement {
  const { query, method, formatHeader } = request;
  const unserved = UNSERVED.find((name) => query.has(name) && query.get(name) !== '0');
  if (unserved !== undefined) throw notServed(unserved);
  const named = [...query].filter(([name]) => !OWN.has(name) && !UNSERVED.includes(name));
  const parameters = named.filter(([name]) => name.startsWith('param_'));
  const settings = named.filter(([name]) => !name.startsWith('param_'));
  named.forEach(([name]) => checkName(name));
  return {
    user,
    sql: textOf(request),
    database: query.get('database') ?? ownDatabase,
    format: query.get('default_format') ?? formatHeader ?? 'TabSeparated',
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name.slice('param_'.length), value])),
    settings: Object.fromEntries(settings),
    mayChange: method === 'POST',
  };
}

/** The format in which the answer comes. */
export function formatOf({ sql, format }: Statement): string {
  return FORMAT_CLAUSE.exec(sql)?.[1] ?? format;
}

/** A statement in the address comes first, and what it works on, in the body, after it. */
function textOf({ query, body }: Request): string {
  const inAddress = query.get('query') ?? '';
  if (inAddress === '') return body;
  return body === '' ? inAddress : `${inAddress}\n${body}`;
}

function checkName(name: string): void {
  if (/^\w+$/.test(name)) return;
  throw new ClickHouseException(
    115,
    `Code: 115. DB::Exception: Setting ${name.slice(0, 60)} is neither a builtin setting nor started with the prefix 'SQL_' registered for user-defined settings. (UNKNOWN_SETTING)`,
  );
}

function notServed(name: string): ClickHouseException {
  return new ClickHouseException(
    48,
    `Code: 48. DB::Exception: ${name} is not served here: each request stands alone. (NOT_IMPLEMENTED)`,
  );
}
