import { AsyncLocalStorage } from 'node:async_hooks';
import * as chai from 'chai';

/** What one step asserted: a check that nobody makes cannot fail, and one whose failure is swallowed might as well not be. */
export interface Assertions {
  made: number;
  /** What failed, in the order in which it did; a step that passes all the same has swallowed it. */
  readonly failed: string[];
}

/** Characters of a value in a failure message: enough for what differs to be seen, which chai's 40 are not. */
chai.config.truncateThreshold = 600;

const current = new AsyncLocalStorage<Assertions>();

type Assert = (this: Chai.AssertionStatic, ...claim: unknown[]) => void;

/** A state of four services told as "{ analytics: 'ready', …(3) }" names everything but the one that is not. */
chai.config.truncateThreshold = 400;

chai.use(({ Assertion }, utils) => {
  utils.overwriteMethod(Assertion.prototype, 'assert', (original: Assert) => {
    return function (this: Chai.AssertionStatic, ...claim: unknown[]): void {
      const assertions = current.getStore();
      if (assertions) assertions.made += 1;
      try {
        original.apply(this, claim);
      } catch (cause) {
        assertions?.failed.push(cause instanceof Error ? cause.message : String(cause));
        throw cause;
      }
    };
  });
});

/** Does a step's work and tells what it asserted, whether or not it fails. */
export async function counted<T>(
  work: () => T | Promise<T>,
  tell: (assertions: Readonly<Assertions>) => void,
): Promise<T> {
  const assertions: Assertions = { made: 0, failed: [] };
  try {
    return await current.run(assertions, async () => await work());
  } finally {
    tell(assertions);
  }
}

/**
 * One look of a wait. What fails in it is a "not yet" and no failure; what the look that succeeds asserted counts, and
 * so does that it succeeded, for it could have gone on failing.
 */
export async function looking<T>(look: () => T | Promise<T>): Promise<T> {
  const outer = current.getStore();
  if (!outer) return await look();
  const inner: Assertions = { made: 0, failed: [] };
  const seen = await current.run(inner, async () => await look());
  outer.made += inner.made + 1;
  outer.failed.push(...inner.failed);
  return seen;
}

/** A wait gave up: a check that failed like any other, so that a step which passes all the same has swallowed it. */
export function gaveUp(message: string): void {
  current.getStore()?.failed.push(message.split('\n')[0] ?? message);
}
