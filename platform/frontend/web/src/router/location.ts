import { useSyncExternalStore } from 'react';

/** Where the page is: the address's path, its query, and what the way here left behind. */
export interface Place {
  path: string;
  query: URLSearchParams;
  /** Kept by the browser with the history's entry: survives a reload, and is in no address. */
  memory: Readonly<Record<string, unknown>>;
}

const watchers = new Set<() => void>();
let place = here();
/** How often the page was changed without being loaded. */
let moves = 0;

function here(): Place {
  const { pathname, search } = globalThis.location;
  const memory: unknown = globalThis.history.state;
  return {
    path: pathname,
    query: new URLSearchParams(search),
    memory: typeof memory === 'object' && memory !== null ? (memory as Place['memory']) : {},
  };
}

function moved(): void {
  moves += 1;
  place = here();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) globalThis.addEventListener('popstate', moved);
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) globalThis.removeEventListener('popstate', moved);
  };
}

export function usePlace(): Place {
  return useSyncExternalStore(watch, () => place);
}

export function isFirstPage(): boolean {
  return moves === 0;
}

export function currentPath(): string {
  return globalThis.location.pathname;
}

interface Way {
  replace?: boolean;
  memory?: Place['memory'];
}

export function go(path: string, { replace = false, memory = {} }: Way = {}): void {
  const { history } = globalThis;
  if (replace) history.replaceState(memory, '', path);
  else history.pushState(memory, '', path);
  moved();
}

/** A path of these pages out of what was remembered, or the given one. */
export function pathFrom(value: unknown, otherwise: string): string {
  return typeof value === 'string' && /^\/(?!\/)/.test(value) ? value : otherwise;
}
