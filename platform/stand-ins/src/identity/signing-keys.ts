import { randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

const ALGORITHM = 'ES256';
/** Answers under way may be signed with a key that is not the newest any more. */
const PUBLISHED = 20;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** A provider's keys: the newest signs, the latest few are published. */
export class SigningKeys {
  private readonly keys: SigningKey[] = [];

  static async create(): Promise<SigningKeys> {
    const keys = new SigningKeys();
    await keys.rotate();
    return keys;
  }

  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const kid = randomUUID();
    const about = { kid, alg: ALGORITHM, use: 'sig' };
    const [privateJwk, publicJwk] = await Promise.all([exportJWK(privateKey), exportJWK(publicKey)]);
    this.keys.unshift({
      kid,
      privateKey,
      privateJwk: { ...privateJwk, ...about },
      publicJwk: { ...publicJwk, ...about },
    });
    this.keys.length = Math.min(this.keys.length, PUBLISHED);
  }

  published(): JWK[] {
    return this.keys.map(({ publicJwk }) => publicJwk);
  }

  private(): JWK[] {
    return this.keys.map(({ privateJwk }) => privateJwk);
  }

  /** The same token with other claims, signed with the newest key. */
  async signAnew(token: string, claims: Record<string, unknown>): Promise<string> {
    const [newest] = this.keys;
    if (!newest) throw new Error('there is no key to sign with');
    return new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ alg: ALGORITHM, kid: newest.kid })
      .sign(newest.privateKey);
  }
}
