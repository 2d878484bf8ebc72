import type { Build, OperationsDriver, RollCall } from './drivers/operations';
import { KEEPERS, type Entry, type Keeper, type ServicesDriver } from './drivers/services';

/** Whose store was tried with whose credentials, and what came of it. */
export interface Try {
  readonly who: Keeper;
  readonly of: Keeper;
  readonly entry: Entry;
}

/** Whoever checks that services keep to themselves, and what they found at their last look. */
export class Auditor {
  private seenBuilds: readonly Build[] | undefined;
  private called: readonly RollCall[] | undefined;
  private tried: readonly Try[] | undefined;

  constructor(private readonly operations: OperationsDriver) {}

  async readBuilds(): Promise<void> {
    this.seenBuilds = await this.operations.builds();
  }

  async callRoll(): Promise<void> {
    this.called = await this.operations.rollCall();
  }

  async tryDatabases(services: ServicesDriver): Promise<void> {
    this.tried = await everyPair((who, of) => services.database(who, of));
  }

  /** Each service's keys, for reading and for writing. */
  async tryKeys(services: ServicesDriver): Promise<void> {
    const reading = await everyPair((who, of) => services.readKeys(who, of));
    const writing = await everyPair((who, of) => services.writeKeys(who, of));
    this.tried = [...reading, ...writing];
  }

  tries(): readonly Try[] {
    if (!this.tried) throw new Error('Nobody has tried any store.');
    return this.tried;
  }

  rollCalls(): readonly RollCall[] {
    if (!this.called) throw new Error('Nobody has called the roll.');
    return this.called;
  }

  /** What the service of that name is built of, and what the others are. */
  builds(service: string): { readonly own: Build; readonly others: readonly Build[] } {
    const own = this.seenBuilds?.find((build) => build.service === service);
    if (!this.seenBuilds || !own) throw new Error(`Nobody has looked at what ${service} is built of.`);
    return { own, others: this.seenBuilds.filter((build) => build !== own) };
  }
}

/** Modules of `build` that lie in the source folder of `other`. */
export function borrowed(build: Build, other: Build): string[] {
  return build.modules.filter((path) => path.startsWith(`${other.source}/`));
}

async function everyPair(attempt: (who: Keeper, of: Keeper) => Promise<Entry>): Promise<Try[]> {
  const pairs = KEEPERS.flatMap((who) => KEEPERS.map((of) => ({ who, of })));
  return Promise.all(pairs.map(async (pair) => ({ ...pair, entry: await attempt(pair.who, pair.of) })));
}
