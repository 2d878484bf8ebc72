import { eventually, NotYet } from './eventually';
import { residue, retainedPlaces } from './retention';
import type { Actor } from '../world/actor';
import type { Trace } from '../world/drivers/witnesses';
import type { JourneyWorld } from '../world/journey-world';
import { PATIENCE } from '../world/service-levels';

/** Deletions come to the last store in batches; looking more often than that only takes time from those who chat. */
const PAUSE_MS = 40;

export interface CleanUpResult {
  /** One sentence for each thing that could not be cleaned up; empty when all is gone. */
  readonly problems: string[];
  /** What still names someone who has left; null where nobody could look, or there was nobody to look for. */
  readonly residue: readonly { readonly kind: 'row' | 'key'; readonly what: string }[] | null;
}

/** Takes the scenario's people off the platform, last one first, and looks whether anything of them is left. */
export async function cleanUp(world: JourneyWorld): Promise<CleanUpResult> {
  const problems: string[] = [];
  const step = async (what: string, undo: () => Promise<void>) => {
    try {
      await undo();
      return true;
    } catch (cause) {
      problems.push(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
      return false;
    }
  };

  const people = world.cast.everyone().reverse();
  const names: string[] = [];
  for (const person of people) {
    const left = await step(`${person.name} could not leave the platform`, () => person.account.leave());
    // Of who is still there, everything is still there; that adds nothing to the reason.
    if (left) names.push(...person.account.names());
    if (left) await step(`${person.name} goes on paying`, () => person.plan.paysNoMore());
    await step(`the stand-ins could not forget ${person.name}`, () => forgetOutside(world, person));
  }

  const left: Trace[] = [];
  const looks = names.length > 0 && hasAllWitnesses(world);
  if (names.length > 0)
    await step('something is left of them', () => nothingIsLeft(world, [...new Set(names)], left));
  return { problems, residue: looks ? left.map(inReport) : null };
}

function inReport({ where, count }: Trace): { kind: 'row' | 'key'; what: string } {
  return { kind: where.startsWith('cache ') ? 'key' : 'row', what: `${where} (${count})` };
}

function witnessesOf({ stage }: JourneyWorld) {
  const { authRecords, backendRecords, cache, usageFigures } = stage.drivers.shared;
  return [authRecords, backendRecords, cache, usageFigures];
}

function hasAllWitnesses(world: JourneyWorld): boolean {
  return witnessesOf(world).every((witness) => witness !== undefined);
}

async function forgetOutside(world: JourneyWorld, { account, email }: Actor): Promise<void> {
  const { mailbox, llm, providerAccounts } = world.stage.drivers.shared;
  await mailbox?.empty(email);
  await providerAccounts?.forget(email);
  if (account.isMember()) await llm?.forget(account.known().id);
}

/**
 * Deletions travel from store to store, so it looks until nothing is left or patience ends; `left` holds the last look.
 * The store that news reaches last is asked alone until it has let go: a look into all of them costs more than a chat.
 */
async function nothingIsLeft(world: JourneyWorld, names: string[], left: Trace[]): Promise<void> {
  const witnesses = witnessesOf(world).filter((witness) => witness !== undefined);
  if (!hasAllWitnesses(world)) {
    world.evidence.unverified('nothing of the people is left in any store', 'the stores cannot all be read');
  }
  const retained = retainedPlaces();
  // While one store is waited for, the others are left alone; at the end all of them are asked once more.
  let asked = witnesses.slice(-1);
  const look = async () => {
    const found = await Promise.all(
      asked.map(async (witness) => ({ witness, traces: residue(await witness.mentions(names), retained) })),
    );
    left.splice(0, left.length, ...found.flatMap(({ traces }) => traces));
    const holding = found.filter(({ traces }) => traces.length > 0).map(({ witness }) => witness);
    const isWhole = asked.length === witnesses.length;
    asked = holding.length > 0 ? holding : witnesses;
    if (left.length > 0) throw new NotYet(left.map(({ where, count }) => `${where} (${count})`).join(', '));
    if (!isWhole) throw new NotYet('every store is asked once more');
  };
  await eventually('Some place never let go of people who have left', look, {
    within: PATIENCE.propagation,
    firstPause: PAUSE_MS,
  });
}
