import type { Assertions } from './assertions';

/** Watches what the steps of one scenario assert. A check that nobody makes, or whose failure nobody hears of, is none. */
export class StepGuard {
  private isOutcome = false;
  private seen: Assertions = { made: 0, failed: [] };
  private madeByOutcomes = 0;

  /** @param isOutcome whether the step says what came of something (Then, and the And behind it). */
  begin(isOutcome: boolean): void {
    this.isOutcome = isOutcome;
    this.seen = { made: 0, failed: [] };
  }

  note({ made, failed }: Readonly<Assertions>): void {
    this.seen.made += made;
    this.seen.failed.push(...failed);
    if (this.isOutcome) this.madeByOutcomes += made;
  }

  /** What is wrong with a step that passed; undefined where nothing is. */
  fault(): string | undefined {
    const [swallowed] = this.seen.failed;
    if (swallowed !== undefined)
      return `An assertion failed in this step, and the step passed all the same: ${swallowed}`;
    if (this.isOutcome && this.seen.made === 0)
      return 'This Then passed without having looked at anything: it makes no assertion.';
    return undefined;
  }

  /** What all outcomes of the scenario asserted so far. */
  assertions(): number {
    return this.madeByOutcomes;
  }
}
