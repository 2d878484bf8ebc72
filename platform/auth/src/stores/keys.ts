import { createHash } from 'node:crypto';

/** Names of everything auth keeps in Redis. Addresses of people appear hashed only. */
export interface RedisKeys {
  readonly stream: string;
  readonly session: (sessionId: string) => string;
  /** Prefixes for the limiters, which add `:<subject>`. */
  readonly requests: string;
  readonly failures: string;
  readonly mails: string;
  /** Every key that is about an address. */
  readonly ofAddress: (email: string) => string[];
}

export function redisKeys(prefix: string): RedisKeys {
  const own = (name: string) => `${prefix}auth:${name}`;
  const failures = own('failures');
  const mails = own('mails');
  return {
    stream: `${prefix}user-events`,
    session: (sessionId) => own(`session:${sessionId}`),
    requests: own('requests'),
    failures,
    mails,
    ofAddress: (email) => [failures, mails].map((name) => `${name}:${addressHash(email)}`),
  };
}

/** Stands for an address in keys; the same address always gives the same hash. */
export function addressHash(email: string): string {
  return createHash('sha256').update(email).digest('hex').slice(0, 32);
}
