/** How much a log keeps at most; the oldest entries go first. */
export interface Bounds {
  readonly entries: number;
  /** Sum of the sizes given with the entries, in whatever unit the caller counts. */
  readonly size: number;
}

/**
 * An append-only record in memory that cannot grow without end. The newest entry always stays, even when it
 * alone is larger than the bounds.
 */
export class BoundedLog<Entry extends object> {
  /** A Map iterates in the order of insertion, so its first key is the oldest entry. */
  readonly #sizes = new Map<Entry, number>();
  #size = 0;

  constructor(
    private readonly bounds: Bounds,
    private readonly onEvicted: (entry: Entry) => void = () => undefined,
  ) {}

  append(entry: Entry, size: number): void {
    this.#sizes.set(entry, size);
    this.#size += size;
    while (this.#sizes.size > 1 && this.#isTooMuch()) this.#evictOldest();
  }

  remove(entry: Entry): void {
    this.#size -= this.#sizes.get(entry) ?? 0;
    this.#sizes.delete(entry);
  }

  /** Oldest first. */
  entries(): Entry[] {
    return [...this.#sizes.keys()];
  }

  #isTooMuch(): boolean {
    return this.#sizes.size > this.bounds.entries || this.#size > this.bounds.size;
  }

  #evictOldest(): void {
    const [oldest] = this.#sizes.keys();
    if (oldest === undefined) return;
    this.remove(oldest);
    this.onEvicted(oldest);
  }
}
