/** A release: how many more pieces may go out before the next stop; undefined is all of them. */
export type Release = { readonly pieces: number | undefined };

/** The streams that wait, by user, each until it is released or its client is gone. */
export class Holds {
  readonly #waiting = new Map<string, Set<(release: Release) => void>>();

  /**
   * Waits. The hold stands as soon as this returns, not a turn later: a client that has read the last piece
   * can release. Resolves with undefined when `gone` ends the wait.
   */
  hold(user: string, gone: AbortSignal): Promise<Release | undefined> {
    return new Promise((resolve) => {
      const end = (release: Release | undefined): void => {
        gone.removeEventListener('abort', onGone);
        this.#forget(user, end);
        resolve(release);
      };
      const onGone = (): void => end(undefined);
      if (gone.aborted) {
        resolve(undefined);
        return;
      }
      gone.addEventListener('abort', onGone, { once: true });
      const ends = this.#waiting.get(user) ?? new Set();
      this.#waiting.set(user, ends.add(end));
    });
  }

  /** Lets every stream of the user go on that waits now; answers how many those were. */
  release(user: string, release: Release): number {
    const ends = [...(this.#waiting.get(user) ?? [])];
    for (const end of ends) end(release);
    return ends.length;
  }

  #forget(user: string, end: (release: Release) => void): void {
    const ends = this.#waiting.get(user);
    ends?.delete(end);
    if (ends?.size === 0) this.#waiting.delete(user);
  }
}
