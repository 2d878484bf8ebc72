import { describe } from '../world/refusal';
import type { JourneyWorld } from '../world/journey-world';
import { cleanUp } from './clean-up';

export interface Closing {
  /** One sentence for everything that fails the scenario after its last step. */
  readonly problems: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Ends a scenario: lets what is still on its way arrive, compares the books, takes its people off the platform, and
 * lets go of everything. Nothing that goes wrong on the way keeps what comes after it from happening.
 */
export async function closeScenario(world: JourneyWorld): Promise<Closing> {
  const { drivers, platform, evidence } = world.stage;
  evidence.endJourney();
  const problems: string[] = [];
  const step = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (cause) {
      problems.push(`${what}${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };

  await step('what was taken down could not be brought back: ', () => world.operator.bringEverythingBack());
  for (const { name, traffic } of world.cast.everyone())
    await step(`${name}'s app could not be stopped: `, async () => {
      await traffic.end();
    });
  for (const { name, chat } of world.cast.everyone())
    await step(`${name}'s chat could not be closed: `, () => chat.settle());
  for (const { name, tabs } of world.cast.everyone())
    await step(`one of ${name}'s tabs could not be closed: `, () => tabs.settle());
  for (const { name, devices } of world.cast.everyone())
    await step(`a chat on one of ${name}'s devices could not be closed: `, () => devices.settle());
  for (const { name, openPages } of world.cast.everyone())
    await step(`${name}'s pages could not be closed: `, () => openPages.close());
  await step('', () => world.ledger.balance(drivers.shared, evidence, platform.lacking.databases));
  // Only now: a refusal or a breach that came with the last events counts like any other.
  problems.push(...unclaimedRefusals(world));
  problems.push(...world.breaches.map((breach) => `breach of the message contract: ${breach}`));

  const cleaned = await cleanUp(world);
  problems.push(...cleaned.problems);
  await step('the drivers could not be closed: ', () => drivers.close());
  return { problems, facts: { ...evidence.facts(), residue: cleaned.residue } };
}

function unclaimedRefusals(world: JourneyWorld): string[] {
  return world.cast
    .everyone()
    .flatMap(({ name, refusals }) =>
      refusals
        .unclaimed()
        .map((refusal) => `${name} was refused, and no step expected it: ${describe(refusal)}`),
    );
}
