import { eventually, NeverHappened, NotYet, passed } from '../eventually';
import { leaseInstance } from '../leases';
import type { LaunchedPlatform } from '../launcher';
import type { Actor } from '../../world/actor';
import type { SharedDrivers } from '../../world/drivers';
import type { Killed, Kill } from './kills-verdict';
import { castOnInstance, type OwnCast } from './own-cast';
import type { Progress } from './progress';
import { randomFrom } from './random';
import { AuthWriter, BackendWriter, type Writer } from './writers';

const WRITERS = 4;
/** At most so long after the writing began. */
const LATEST_MS = 300;
/** How long the databases are watched until they agree; what is promised stands in kills-verdict.ts. */
const WATCHED_MS = 30_000;

interface Wish {
  readonly kills: number;
  readonly seed: number;
  readonly progress: Progress;
}

/** Ends auth or the backend with SIGKILL, again and again, while people write, and looks what became of it. */
export async function killUnderWrites({ control }: LaunchedPlatform, wish: Wish): Promise<Killed> {
  const { instance } = await leaseInstance(control, 'disposable');
  const own = castOnInstance(instance, control);
  const random = randomFrom(wish.seed);
  const people = Array.from({ length: WRITERS }, (_, at) => own.cast.actor(`Writer${at + 1}`));
  const kills: Kill[] = [];
  try {
    for (const person of people) {
      await person.account.join();
      await person.chat.open();
      person.refusals.expectInterruptions();
    }
    for (let number = 1; number <= wish.kills; number += 1) {
      const part = random() < 0.5 ? ('auth' as const) : ('backend' as const);
      kills.push(await killOnce(own, people, { number, part, afterMs: Math.round(random() * LATEST_MS) }));
      wish.progress.step();
    }
    return { kills, breaches: own.breaches };
  } finally {
    await own.close();
  }
}

async function killOnce(
  own: OwnCast,
  people: readonly Actor[],
  { number, part, afterMs }: Pick<Kill, 'number' | 'part' | 'afterMs'>,
): Promise<Kill> {
  const { operations } = own.drivers.shared;
  const newcomers = (at: number) => own.cast.actor(`Newcomer${number}x${at}`);
  const writers: Writer[] =
    part === 'auth'
      ? people.map(
          (person, at) => new AuthWriter(person, `Round ${number}`, at === 0 ? newcomers : undefined),
        )
      : people.map((person) => new BackendWriter(person, `Round ${number}`));
  for (const writer of writers) await writer.prepare();
  const writing = writers.map((writer) => writer.write());
  await passed('the moment of the kill', Date.now() + afterMs);
  await operations.crash(part);
  await Promise.all(writing);
  await operations.start(part);
  const agreedMs = await msUntilAgreed(own, writers);
  const faults: string[] = [];
  for (const writer of writers) faults.push(...(await faultsOf(writer, own.drivers.shared)));
  const sum = (count: (writer: Writer) => number) => writers.reduce((total, one) => total + count(one), 0);
  return {
    ...{ number, part, afterMs, agreedMs, faults },
    acknowledged: sum(({ acknowledged }) => acknowledged),
    interrupted: sum(({ interrupted }) => interrupted),
  };
}

/** What never came is a finding like any other. */
async function faultsOf(writer: Writer, shared: SharedDrivers): Promise<readonly string[]> {
  try {
    return await writer.faults(shared);
  } catch (cause) {
    if (cause instanceof NeverHappened) return [cause.message.split('\n')[0] ?? ''];
    throw cause;
  }
}

/** From the moment when the service is back. @returns undefined where both services never agreed */
async function msUntilAgreed(own: OwnCast, writers: readonly Writer[]): Promise<number | undefined> {
  const startedAt = performance.now();
  const look = async () => {
    for (const writer of writers)
      for (const userId of writer.accounts()) await agree(own.drivers.shared, userId);
  };
  try {
    await eventually('The databases never agreed', look, { within: WATCHED_MS });
    return Math.round(performance.now() - startedAt);
  } catch {
    return undefined; // It is told by the claim that does not hold.
  }
}

/** @throws NotYet where the two services do not have the same on record */
async function agree({ authRecords, backendRecords }: SharedDrivers, userId: string): Promise<void> {
  if (!authRecords || !backendRecords) throw new Error('The databases cannot be read.');
  const [account, profile] = [await authRecords.account(userId), await backendRecords.profile(userId)];
  const [inAuth, inBackend] = [account, profile].map((one) =>
    one === undefined ? 'nobody' : `${one.name}, ${one.email}, ${one.emailVerified ? '' : 'not '}confirmed`,
  );
  if (inAuth !== inBackend) throw new NotYet(`auth has ${inAuth ?? ''}; the backend has ${inBackend ?? ''}`);
}
