import type { FastifyRequest } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { authenticationFailed } from '../engine/exception';
import type { Users } from '../settings';

interface Credentials {
  user: string;
  password: string;
}

/**
 * The user of a request, by `X-ClickHouse-User` and `-Key`, basic authentication or `user` and `password` in the query.
 * @throws ClickHouseException 516, the same for an unknown user and a wrong password
 */
export function authenticate(request: FastifyRequest, query: URLSearchParams, users: Users): string {
  const { user, password } = fromHeaders(request) ?? fromAuthorization(request) ?? fromQuery(query);
  const known = Object.hasOwn(users, user) ? users[user] : undefined;
  if (!sameSecret(known?.password ?? '', password) || !known) throw authenticationFailed(user);
  return user;
}

function fromHeaders({ headers }: FastifyRequest): Credentials | undefined {
  const user = headers['x-clickhouse-user'];
  if (typeof user !== 'string') return undefined;
  const password = headers['x-clickhouse-key'];
  return { user, password: typeof password === 'string' ? password : '' };
}

function fromAuthorization({ headers }: FastifyRequest): Credentials | undefined {
  const encoded = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: rest.join(':') };
}

function fromQuery(query: URLSearchParams): Credentials {
  return { user: query.get('user') ?? 'default', password: query.get('password') ?? '' };
}

function sameSecret(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
