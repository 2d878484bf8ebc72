import { timingSafeEqual } from 'node:crypto';
import { problem } from '../errors';
import { hashOf } from '../stores/secret';

/**
 * Lets known services in (RFC 7617). Both secrets are hashed first, so that the comparison tells nothing by its time
 * and takes secrets of any length.
 * @throws unknown_service
 */
export function requireService(
  credentials: Readonly<Record<string, string>>,
  authorization: string | undefined,
): string {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const [service = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const expected = Object.hasOwn(credentials, service) ? credentials[service] : undefined;
  const same = timingSafeEqual(hashOf(rest.join(':')), hashOf(expected ?? ''));
  if (!same || expected === undefined) throw problem('unknown_service');
  return service;
}
