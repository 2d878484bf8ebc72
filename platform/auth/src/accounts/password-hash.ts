import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id (the library's default algorithm); 19 MiB and some 20 ms each. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One spelling per password, however the keyboard composed it (NIST SP 800-63B, 3.1.1.2). */
const spelled = (password: string) => password.normalize('NFKC');

export async function hashPassword(password: string): Promise<string> {
  return hash(spelled(password), COST);
}

/** Compares passwords with hashes, at the same cost whether or not there is a hash to compare with. */
export class PasswordCheck {
  private readonly dummy = hashPassword(randomBytes(16).toString('hex'));

  async matches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const comparedWith = passwordHash ?? (await this.dummy);
    const same = await verify(comparedWith, spelled(password));
    return same && typeof passwordHash === 'string';
  }
}
