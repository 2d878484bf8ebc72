import { randomBytes } from 'node:crypto';
import { piecesOfAnswer } from '../../world/abilities/travel';
import type { Actor } from '../../world/actor';
import { Cast } from '../../world/cast';
import { DriverSet } from '../../world/drivers';
import { letGoOfDatabases } from '../../world/drivers/wire/postgres-witness';
import { EvidenceRecorder } from '../../world/evidence/recorder';
import { Ledger } from '../../world/ledger';
import type { LaunchedPlatform } from '../launcher';
import { leaseInstance } from '../leases';
import { platformOf } from '../targets/launcher-instance';
import type { Crowded } from './connections-verdict';
import { memoryOf, mostDuring, pidOf } from './memory';
import type { Progress } from './progress';

/** People who come at the same moment: signing up costs the platform more than all that follows. */
const AT_ONCE = 10;
const LENGTH_OF_A_MESSAGE = 4_000;
/** In one import; a file of them must stay below what an import takes. */
const MESSAGES_AT_ONCE = 2_500;
const A_SHORT_HISTORY = 1_000;

interface Wish {
  readonly connections: number;
  readonly streams: number;
  readonly messages: number;
  readonly progress: Progress;
}

/** Fills one backend with connections, has people ask all at once, and takes a long history along. */
export async function crowd({ control }: LaunchedPlatform, wish: Wish): Promise<Crowded> {
  // One whose backend may be started anew.
  const { instance } = await leaseInstance(control, 'disposable');
  const { connections, streams, messages, progress } = wish;
  const platform = platformOf('local', instance, control);
  const evidence = new EvidenceRecorder();
  const traceId = randomBytes(16).toString('hex');
  const drivers = new DriverSet({ platform, traceId, evidence, layer: 'api', browser: undefined });
  const stage = { platform, drivers, evidence, ledger: new Ledger(), breaches: [] as string[] };
  const cast = new Cast({ ...stage, declared: new Set(['mailbox']) });
  const each = Number(instance.settings['MAX_CONNECTIONS_PER_USER']);
  const people = Array.from({ length: Math.max(streams, Math.ceil(connections / each)) }, (_, at) =>
    cast.actor(`Person${at + 1}`),
  );
  const backend = () => pidOf(instance.discovery_dir, 'backend');
  try {
    await inTurns(people, (person) => person.account.join());
    await warmUp(cast.actor('Early'));
    const before = memoryOf(await backend());
    let open = 0;
    await inTurns(people, async (person) => {
      for (let tab = 1; tab <= each && (open < connections || tab === 1); tab += 1) {
        open += 1;
        await person.tabs.open(`tab ${tab}`);
        progress.step();
      }
    });
    const alive = await counted(people, async ({ tabs }) =>
      Promise.all(tabs.all().map((tab) => tab.goesOn())),
    );
    const during = memoryOf(await backend());

    const asking = people.slice(0, streams);
    const answered = await counted(asking, async (person) => [await asksAndReads(person)]);
    const events = people.flatMap(({ tabs }) => tabs.all()).reduce((sum, tab) => sum + tab.told().length, 0);
    await Promise.all(people.map(({ tabs }) => tabs.settle()));

    const file = await takesAlong([cast.actor('Brief'), cast.actor('Chatty')], messages, async () => {
      // What came in is not to hide what goes out.
      await drivers.shared.operations.leave('backend', '1');
      await drivers.shared.operations.start('backend', { instance: '1' });
      return backend();
    });
    const { breaches } = stage;
    return {
      connections: open,
      alive,
      memory: { before, during },
      asked: streams,
      answered,
      events,
      breaches,
      file,
    };
  } finally {
    await drivers.close();
    await letGoOfDatabases();
  }
}

/** In every one of the person's connections. @returns whether the answer was the same and whole in each */
async function asksAndReads({ tabs }: Actor): Promise<boolean> {
  await tabs.ask('What do 3 servers at 14 dollars cost?', 'tab 1');
  const answers = await Promise.all(tabs.all().map((tab) => tab.answer()));
  const isInOrder = tabs.all().every((tab) => {
    const { numbers, told } = piecesOfAnswer(tab);
    return numbers.every((number, at) => number === at) && told.every((times) => times === 1);
  });
  return isInOrder && new Set(answers).size === 1;
}

/** What the first connection and the first answer load is no cost of those that follow. */
async function warmUp({ account, chat }: Actor): Promise<void> {
  await account.join();
  await chat.open();
  await chat.ask('What do 3 servers at 14 dollars cost?');
  await chat.answer();
  await chat.settle();
}

/**
 * Two people bring a history along and take it with them again, from a backend that has done nothing before.
 * @param people the short history first, which brings the backend's memory to where short files leave it
 */
async function takesAlong(
  [brief, chatty]: readonly [Actor, Actor],
  messages: number,
  afresh: () => Promise<number>,
): Promise<Crowded['file']> {
  for (const [{ account, archive }, wanted] of [
    [brief, A_SHORT_HISTORY] as const,
    [chatty, messages] as const,
  ]) {
    await account.join();
    for (let brought = 0; brought < wanted; brought += MESSAGES_AT_ONCE)
      await archive.bringMany(Math.min(MESSAGES_AT_ONCE, wanted - brought), LENGTH_OF_A_MESSAGE);
  }
  const pid = await afresh();
  for (let time = 0; time < 3; time += 1) await brief.archive.take('json');
  const before = memoryOf(pid);
  const { most } = await mostDuring(pid, () => chatty.archive.take('json'));
  const held = new Set(chatty.archive.held().map(({ words }) => words)).size;
  const bytes = Buffer.byteLength(chatty.archive.taken().text);
  return { wanted: messages, messages: held, bytes, memory: { before, most } };
}

/** A few people at a time, all in the end. */
async function inTurns(people: readonly Actor[], work: (person: Actor) => Promise<void>): Promise<void> {
  const waiting = [...people];
  const next = async (): Promise<void> => {
    for (let person = waiting.shift(); person; person = waiting.shift()) await work(person);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function counted(
  people: readonly Actor[],
  work: (person: Actor) => Promise<readonly boolean[]>,
): Promise<number> {
  const outcomes = await Promise.all(people.map(work));
  return outcomes.flat().filter((good) => good).length;
}
