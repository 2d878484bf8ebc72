import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';

/** A private ES256 key as a JSON Web Key (RFC 7517). */
export type SigningKey = JsonWebKey & { kid: string; alg: 'ES256'; use: 'sig' };

export function createSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(8).toString('hex'),
    alg: 'ES256',
    use: 'sig',
  };
}
