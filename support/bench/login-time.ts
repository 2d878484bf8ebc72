import { randomBytes } from 'node:crypto';
import type { LauncherInstance } from '../targets/launcher-instance';
import { addressOf, Caller } from './calling';
import { inTurn, told } from './timing';

const PEOPLE = 40;
/** Wrong passwords for each of them; fewer than lock an address. */
const TRIES_EACH = 4;
const WARM_UP = 10;
/** How far the two medians may lie apart before somebody can tell them apart with few calls. */
const TOLERANCE = 0.1;

/**
 * Whether the time of a refused login tells if somebody has the address: a wrong password for addresses that somebody
 * has, against addresses that nobody has.
 * @returns whether the medians agree to a tenth
 */
export async function loginTime(instance: LauncherInstance): Promise<boolean> {
  const auth = addressOf(instance, 'auth');
  const caller = new Caller();
  const known = Array.from({ length: PEOPLE }, () => address('known'));
  const refused = (email: string) => {
    const body = { email, password: `not-it-${randomBytes(8).toString('hex')}` };
    return caller.call({
      method: 'POST',
      url: `${auth}/auth/login`,
      body,
      expects: '401 invalid_credentials',
    });
  };
  try {
    for (const email of known) {
      const body = { email, name: 'Bench', password: `${randomBytes(12).toString('base64url')}-Aa1!` };
      await caller.call({ method: 'POST', url: `${auth}/auth/register`, body, expects: '201' });
    }
    const [somebody, nobody] = await inTurn(
      (round) => refused(known[round % PEOPLE] ?? ''),
      () => refused(address('unknown')),
      { rounds: PEOPLE * TRIES_EACH - WARM_UP, warmUp: WARM_UP },
    );
    const ratio = somebody.median / nobody.median;
    const holds = Math.abs(ratio - 1) <= TOLERANCE;
    process.stdout.write(
      `refused login   somebody's address ${told(somebody)}\n` +
        `refused login   nobody's address   ${told(nobody)}\n` +
        `refused login   ratio of the medians ${ratio.toFixed(3)}; ${holds ? '' : 'NOT '}within ${TOLERANCE} of 1\n`,
    );
    return holds;
  } finally {
    caller.close();
  }
}

const address = (kind: string): string => `${kind}-${randomBytes(6).toString('hex')}@people.example.org`;
