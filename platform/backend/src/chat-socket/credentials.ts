import type { IncomingHttpHeaders } from 'node:http';
import { bearerOf } from '../identity/bearer';

export const SUBPROTOCOL = 'chat.v1';
const TOKEN_PREFIX = 'bearer.';

/**
 * The access token of an upgrade: the Authorization header, or, for browsers, which cannot set it, the pair of
 * subprotocols `chat.v1, bearer.<jwt>`. Never the query: addresses end up in logs.
 */
export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  return bearerOf(headers.authorization) ?? tokenAmong(headers['sec-websocket-protocol']);
}

function tokenAmong(header: string | undefined): string | undefined {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(SUBPROTOCOL)) return undefined;
  const pair = offered.find((name) => name.startsWith(TOKEN_PREFIX));
  return pair?.slice(TOKEN_PREFIX.length) || undefined;
}

/** The subprotocol that is spoken; the one that carries the token is never sent back. */
export function chosenSubprotocol(offered: ReadonlySet<string>): string | false {
  return offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false;
}

/** Browsers always say where a page is from; programs need not. */
export function isOriginAllowed(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}
