import { setTimeout as pause } from 'node:timers/promises';

export interface Waiting {
  /** On the clock of `performance.now()`. */
  deadline: number;
  /** Settles when waiting has become pointless, which ends the wait with `undefined` at once. */
  until?: Promise<unknown>;
  /** Between two looks; default 15. */
  everyMs?: number;
}

const LOOK_EVERY_MS = 15;

/**
 * The launcher's one waiter: looks again and again, one look at a time, until a look yields something.
 * @returns undefined when the deadline passed or `until` settled first
 */
export async function looking<T>(
  look: () => Promise<T | undefined>,
  { deadline, until, everyMs = LOOK_EVERY_MS }: Waiting,
): Promise<T | undefined> {
  const wait = { pointless: false };
  const ended = until?.then(
    () => (wait.pointless = true),
    () => (wait.pointless = true),
  );
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (wait.pointless || performance.now() >= deadline) return undefined;
    await Promise.race([pause(everyMs), ...(ended ? [ended] : [])]);
  }
}

/** Resolves to true when `work` settles within `ms`, to false when it does not. Never rejects. */
export async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
