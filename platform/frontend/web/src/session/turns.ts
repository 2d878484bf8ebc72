import type { Keep } from '../calls/keep';

/**
 * A page that is left while it refreshes takes the answer with it: the browser may not have the new cookie yet, and
 * presenting the old one again looks like a stolen token. The next page gives such a refresh this long to arrive.
 */
const SETTLING_MS = 1_000;
const UNDER_WAY = 'refresh-under-way';

export interface TurnsIn {
  /** Absent outside secure contexts; then a tab only waits for itself. */
  locks: Pick<LockManager, 'request'> | undefined;
  keep: Keep;
  now: () => number;
  pause: (ms: number) => Promise<void>;
}

/** Lets only one of a browser's tabs refresh at a time. */
export function turnsIn({ locks, keep, now, pause }: TurnsIn) {
  const settled = async () => {
    const since = Number(keep.get(UNDER_WAY) ?? Number.NaN);
    const left = since + SETTLING_MS - now();
    // NaN, where nothing is under way; and a clock that was set back must not keep anybody waiting.
    if (left > 0 && left <= SETTLING_MS) await pause(left);
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    await settled();
    keep.set(UNDER_WAY, String(now()));
    try {
      return await work();
    } finally {
      keep.remove(UNDER_WAY);
    }
  };
  return <T>(work: () => Promise<T>): Promise<T> =>
    locks ? locks.request('session-refresh', () => alone(work)) : alone(work);
}

export type Turns = ReturnType<typeof turnsIn>;
