import { randomBytes } from 'node:crypto';
import { Cast } from '../../world/cast';
import type { Actor } from '../../world/actor';
import { DriverSet } from '../../world/drivers';
import { AddressBook } from '../../world/drivers/wire/addresses';
import { letGoOfDatabases } from '../../world/drivers/wire/postgres-witness';
import { EvidenceRecorder } from '../../world/evidence/recorder';
import { Ledger } from '../../world/ledger';
import { Refused } from '../../world/refusal';
import type { LaunchedPlatform } from '../launcher';
import { platformOf } from '../targets/launcher-instance';
import { loopbackAddresses, Stranger } from './guessing';
import type { Progress } from './progress';
import type { Guessed } from './verdict';

/** All of it, guesses included; far beyond what they take. */
const DEADLINE_MS = 120_000;
/** How often somebody else logs in meanwhile, from the strangers' own addresses. */
const OTHERS = 10;

interface Wish {
  readonly guesses: number;
  readonly addresses: number;
  readonly progress: Progress;
}

/** Lets strangers guess at Ada's password, each from an address of its own, while Bram comes and goes. */
export async function guessPasswords(
  { instance, control }: LaunchedPlatform,
  { guesses, addresses, progress }: Wish,
): Promise<Guessed> {
  const platform = platformOf('local', instance, control);
  const evidence = new EvidenceRecorder();
  const traceId = randomBytes(16).toString('hex');
  const drivers = new DriverSet({ platform, traceId, evidence, layer: 'api', browser: undefined });
  const stage = { platform, drivers, evidence, ledger: new Ledger(), breaches: [] };
  const cast = new Cast({ ...stage, declared: new Set(['mailbox']) });
  const [ada, bram] = [cast.actor('Ada'), cast.actor('Bram')];
  const strangers = loopbackAddresses(addresses).map((address) => new Stranger(address));
  const endsAt = performance.now() + DEADLINE_MS;
  const left = () => Math.max(1, Math.round(endsAt - performance.now()));
  try {
    await ada.account.join();
    await bram.account.becomeCustomer();
    const auth = await new AddressBook(platform).auth();
    const answers = new Map<string, number>();
    const others: string[] = [];
    const between = Math.ceil(guesses / OTHERS);
    let made = 0;
    // Each stranger guesses as fast as it is answered, all of them at once.
    const guess = async (stranger: Stranger) => {
      while (made < guesses) {
        made += 1;
        const number = made;
        const answer = await stranger.tries(auth, ada.email, `guess-${number}-at-ada`, left());
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        progress.step();
        if (number % between === 0)
          others.push(await stranger.tries(auth, bram.email, bram.account.secret(), left()));
      }
    };
    await Promise.all(strangers.map(guess));
    const [first] = strangers;
    if (!first) throw new Error('there are no strangers');
    return {
      ...{ answers, others, looksAt: Number(instance.settings['LOGIN_ATTEMPTS']) },
      rightGuess: await first.tries(auth, ada.email, ada.account.secret(), left()),
      stayedIn: await staysIn(ada),
      cameBack: await comesBack(ada),
    };
  } finally {
    for (const stranger of strangers) stranger.leaves();
    await drivers.close();
    await letGoOfDatabases();
  }
}

async function staysIn({ account, name }: Actor): Promise<boolean> {
  const before = await account.recognisedBy('auth');
  await account.renew();
  return before.name === name && (await account.recognisedBy('auth')).id === before.id;
}

async function comesBack({ account, password }: Actor): Promise<string> {
  await password.ask();
  await password.choose();
  try {
    await account.logIn();
    return '200';
  } catch (cause) {
    if (cause instanceof Refused) return `${cause.refusal.status} ${cause.refusal.code}`;
    throw cause;
  }
}
