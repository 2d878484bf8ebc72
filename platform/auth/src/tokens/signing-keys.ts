import { importJWK, type CryptoKey, type JWK } from 'jose';
import type { SigningKeySet } from '../settings';

export interface SigningKeys {
  /** The key that signs, and its id. */
  readonly signing: { kid: string; key: CryptoKey };
  /** The public key of an id; undefined for ids that were never ours. */
  verifying(kid: string): CryptoKey | undefined;
  /** What `/.well-known/jwks.json` publishes: nothing private. */
  readonly published: { keys: JWK[] };
}

export async function importSigningKeys(set: SigningKeySet): Promise<SigningKeys> {
  const [first] = set.keys;
  if (!first) throw new Error('the key set is empty');
  const published = set.keys.map(({ kty, crv, x, y, kid }) => ({
    kty,
    crv,
    x,
    y,
    kid,
    alg: 'ES256',
    use: 'sig',
  }));
  const publicKeys = new Map(
    await Promise.all(published.map(async (jwk) => [jwk.kid, await importKey(jwk)] as const)),
  );
  const signing = { kid: first.kid, key: await importKey(first) };
  return { signing, verifying: (kid) => publicKeys.get(kid), published: { keys: published } };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256');
  if (key instanceof Uint8Array) throw new Error('an ES256 key is never a secret of bytes');
  return key;
}
