import { traceparent } from '@reference/kit/trace';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** They speak of one connection and end with it (RFC 9110, section 7.6.1), or are made anew for the next one. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Said by the edge, which sees the connection; a client could say anything. */
const WHO_IS_ASKING = /^(x-forwarded-.*|forwarded|x-real-ip)$/;

type Headers = Record<string, string | string[]>;

/**
 * The headers with which a client's request travels on: what is meant for the service, Origin and cookies included,
 * unchanged; who asks, from what the edge sees; the current trace.
 * @param headers the client's, lower-case; by default all of the request's
 */
export function onwardHeaders(
  request: IncomingMessage,
  headers: IncomingHttpHeaders = request.headers,
): Headers {
  const kept = endToEnd(headers, request.headers.connection);
  for (const name of Object.keys(kept)) {
    if (WHO_IS_ASKING.test(name)) Reflect.deleteProperty(kept, name);
  }
  const { remoteAddress } = request.socket;
  const isEncrypted = (request.socket as Partial<TLSSocket>).encrypted === true;
  if (remoteAddress !== undefined) kept['x-forwarded-for'] = remoteAddress;
  kept['x-forwarded-proto'] = isEncrypted ? 'https' : 'http';
  if (request.headers.host !== undefined) kept['x-forwarded-host'] = request.headers.host;
  kept['traceparent'] = traceparent();
  return kept;
}

/** The headers of a service's answer that are meant for the client; `trace-id` is the edge's own. */
export function answerHeaders(headers: IncomingHttpHeaders): Headers {
  const kept = endToEnd(headers, headers.connection);
  Reflect.deleteProperty(kept, 'trace-id');
  return kept;
}

/** Without what belongs to the connection alone, be it by name or because `connection` lists it. */
function endToEnd(headers: IncomingHttpHeaders, connection = ''): Headers {
  const listed = connection.split(',').map((name) => name.trim().toLowerCase());
  const kept: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !listed.includes(name)) kept[name] = value;
  }
  return kept;
}
