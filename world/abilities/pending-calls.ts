import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import type { StoredThread } from '../drivers/backend';
import type { Operator } from '../operator';
import { Refused, type Refusal } from '../refusal';

/** What came of a call in the end. */
type Outcome<T> = { readonly result: T } | { readonly refusal: Refusal };

const WANTED = ['Spring budget', 'Summer plans'] as const;

/** Calls of a person's app, by the platform's public address, that wait for their answer all at the same time. */
export class PendingCallsAbility {
  private readonly lists: Promise<Outcome<readonly StoredThread[]>>[] = [];
  private readonly makings: Promise<Outcome<StoredThread>>[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /**
   * Asks for the list of conversations and for a new one, twice each, while the backends' database keeps everybody
   * waiting. One call after the other, so that each of the two backends has one of either kind in its hands.
   */
  async begin(operator: Operator): Promise<void> {
    const { publicly } = this.drivers;
    const session = this.actor.account.session();
    for (const [before] of WANTED.entries()) {
      this.lists.push(outcomeOf(publicly.threads(session)));
      await operator.statementsWait('backend', before + 1);
    }
    for (const [before, title] of WANTED.entries()) {
      this.makings.push(outcomeOf(publicly.makeThread(session, title)));
      await operator.statementsWait('backend', WANTED.length + before + 1);
    }
  }

  /** What came of each call for the list. */
  async listed(): Promise<readonly Outcome<readonly StoredThread[]>[]> {
    return Promise.all(this.lists);
  }

  /** What came of the calls for a new conversation: those that were made for certain, and why that is not known of others. */
  async made(): Promise<{ confirmed: readonly StoredThread[]; refused: readonly Refusal[] }> {
    const outcomes = await Promise.all(this.makings);
    return {
      confirmed: outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : [])),
      refused: outcomes.flatMap((outcome) => ('refusal' in outcome ? [outcome.refusal] : [])),
    };
  }

  /** The titles of the person's conversations as they are now. */
  async titles(): Promise<readonly string[]> {
    const threads = await this.drivers.publicly.threads(this.actor.account.session());
    return threads.map(({ title }) => title);
  }
}

async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { result: await call };
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return { refusal: cause.refusal };
  }
}
