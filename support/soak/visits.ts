import { Crowd } from '../../world/crowd';
import type { OperationsDriver } from '../../world/drivers/operations';
import { passed } from '../eventually';
import { leaseInstance } from '../leases';
import type { LaunchedPlatform } from '../launcher';
import { castOnInstance } from './own-cast';
import type { Progress } from './progress';
import type { Held, Visited } from './visits-verdict';

const PEOPLE = 10;
/** What the first ones load and compile is no cost of those that follow. */
const WARM_UP = 3;
/** A person may ask sixty questions in a minute. */
const APART_MS = 1_100;
const THEIRS = { service: 'backend', instance: '1' } as const;

interface Wish {
  readonly waves: number;
  readonly progress: Progress;
}

/** The same people come, chat and leave, over and over; after each wave it is looked at what the backend holds. */
export async function visitAgainAndAgain(
  { control }: LaunchedPlatform,
  { waves, progress }: Wish,
): Promise<Visited> {
  const { instance } = await leaseInstance(control, 'disposable');
  const own = castOnInstance(instance, control);
  const { operations } = own.drivers.shared;
  const crowd = new Crowd(own.cast);
  try {
    await crowd.gather(PEOPLE);
    await crowd.logIn();
    for (let wave = 0; wave < WARM_UP; wave += 1) await crowd.comeChatAndLeave();
    const before = await held(operations);
    const heaps: number[] = [];
    for (let wave = 0; wave < waves; wave += 1) {
      const startedAt = Date.now();
      await crowd.comeChatAndLeave();
      own.letGoOfEvidence();
      const [backend] = await operations.holdings([THEIRS]);
      heaps.push(backend?.heap ?? NaN);
      progress.step();
      await passed('the next wave', startedAt + APART_MS);
    }
    return { people: PEOPLE, heaps, before, after: await held(operations), breaches: own.breaches };
  } finally {
    await own.close();
  }
}

async function held(operations: OperationsDriver): Promise<Held> {
  const [backend] = await operations.holdings([{ ...THEIRS, withListeners: true }]);
  if (!backend) throw new Error('Nobody looked at the backend.');
  const { connections, timers, listeners = NaN } = backend;
  return { connections, timers, listeners };
}
