/** A value that can be watched, in the form that React's `useSyncExternalStore` wants. */
export class Observable<T> {
  private readonly watchers = new Set<() => void>();

  constructor(private current: T) {}

  readonly get = (): T => this.current;

  readonly set = (value: T): void => {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const watcher of this.watchers) watcher();
  };

  /** @returns what ends the watching */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}
