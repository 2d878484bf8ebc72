import { gaveUp, looking } from './assertions';

/** Why a look did not see what was wanted yet; `message` is what it saw instead. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Thrown by a look that knows it will never see what it looks for: ends the wait at once. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** Something that should have come true did not, within its budget. */
export class NeverHappened extends Error {
  override readonly name = 'NeverHappened';
}

export interface Patience {
  /** The budget in milliseconds, over all looks. */
  readonly within: number;
  /** Milliseconds before the second look, for what is known to take longer; pauses grow from there. */
  readonly firstPause?: number;
}

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

/**
 * The suite's only way to wait: looks again and again, one look at a time, until a look succeeds or the budget is
 * spent. A look that throws counts as "not yet", except for Hopeless and for mistakes of our
 * own (TypeError and its kin), which end the wait at once.
 *
 * @param wanted what is being waited for, as the beginning of a sentence: "Ada never got the answer".
 * @throws NeverHappened with the number of looks, the time they took and what the last one saw.
 */
export async function eventually<T>(
  wanted: string,
  look: () => T | Promise<T>,
  { within, firstPause = FIRST_PAUSE_MS }: Patience,
): Promise<T> {
  const startedAt = performance.now();
  let pause = firstPause;
  for (let looks = 1; ; looks += 1) {
    try {
      return await looking(look);
    } catch (cause) {
      if (cause instanceof Hopeless || isOurMistake(cause)) throw cause;
      const elapsed = performance.now() - startedAt;
      if (elapsed + pause > within) {
        const failure = neverHappened(wanted, elapsed, looks, cause);
        gaveUp(failure.message);
        throw failure;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }
}

/**
 * Waits for a moment that was announced (a token's expiry, a link's end of life), never for a guess.
 * @param moment milliseconds since the epoch.
 */
export async function passed(what: string, moment: number): Promise<void> {
  const look = () => {
    if (Date.now() <= moment) throw new NotYet(`${moment - Date.now()} ms to go`);
  };
  await eventually(`${what} never came`, look, { within: Math.max(0, moment - Date.now()) + 1_000 });
}

function neverHappened(wanted: string, elapsed: number, looks: number, cause: unknown): NeverHappened {
  const seen = cause instanceof Error ? cause.message : String(cause);
  const waited = `waited ${(elapsed / 1_000).toFixed(1)} s, ${looks} ${looks === 1 ? 'look' : 'looks'}`;
  return new NeverHappened(`${wanted} (${waited}).\n${indented(seen)}`, { cause });
}

/** A look may bring a table of its own ("wanted ...", "last ..."); a bare sentence is what was seen last. */
function indented(seen: string): string {
  const lines = seen.split('\n').map((line) => line.trimStart());
  const table = /^(wanted|told|last) {2,}/.test(lines[0] ?? '')
    ? lines
    : [`last     ${lines[0] ?? ''}`, ...lines.slice(1)];
  return table.map((line) => `  ${line}`).join('\n');
}

function isOurMistake(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof SyntaxError;
}
