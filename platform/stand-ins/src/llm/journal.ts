import { BoundedLog, type Bounds } from '../bounded-log';
import type { Agent } from './conversation';
import type { ChatMessage } from './protocol';

/** What became of a request. `held` and `under way` are on their way to one of the others. */
export type Outcome = 'under way' | 'held' | 'whole' | 'refused' | 'cut' | 'abandoned';

/** A request as it arrived, and how it was answered; the last three fields change while it is answered. */
export interface JournalEntry {
  /** When it arrived, RFC 3339. */
  readonly at: string;
  readonly trace_id: string;
  readonly agent: Agent | null;
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly ChatMessage[];
  /** Names of the tools that were offered. */
  readonly tools: readonly string[];
  readonly answered_by: 'script' | 'rule book';
  /** The HTTP status, also where the connection was cut before it was sent. */
  readonly status: number;
  /** Pieces sent so far: chunks with text or a part of a tool call. */
  pieces: number;
  outcome: Outcome;
}

/** Over all users; the size is in characters of JSON. */
const BOUNDS: Bounds = { entries: 20_000, size: 64_000_000 };
const MOST_OF_ONE_USER = 200;

/** The requests of each user, oldest first: at most 200 of one user, and all together within the bounds. */
export class Journal {
  readonly #byUser = new Map<string, Set<JournalEntry>>();
  readonly #owners = new WeakMap<JournalEntry, string>();
  readonly #all: BoundedLog<JournalEntry>;

  constructor(
    bounds: Bounds = BOUNDS,
    private readonly mostOfOneUser: number = MOST_OF_ONE_USER,
  ) {
    this.#all = new BoundedLog<JournalEntry>(bounds, (entry) => this.#forget(entry));
  }

  append(user: string, entry: JournalEntry): void {
    const own = this.#byUser.get(user) ?? new Set();
    this.#byUser.set(user, own.add(entry));
    this.#owners.set(entry, user);
    this.#all.append(entry, JSON.stringify(entry).length);
    const [oldest] = own;
    if (own.size > this.mostOfOneUser && oldest !== undefined) {
      this.#all.remove(oldest);
      this.#forget(oldest);
    }
  }

  requestsOf(user: string): JournalEntry[] {
    return [...(this.#byUser.get(user) ?? [])];
  }

  #forget(entry: JournalEntry): void {
    const user = this.#owners.get(entry);
    if (user === undefined) return;
    const own = this.#byUser.get(user);
    own?.delete(entry);
    if (own?.size === 0) this.#byUser.delete(user);
  }
}
