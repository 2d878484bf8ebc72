import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits for someone to hold, and the hash of it for us to keep. */
export interface Secret {
  readonly token: string;
  readonly hash: Buffer;
}

export function newSecret(): Secret {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** SHA-256 is enough here: there is nothing to guess in 256 random bits. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
