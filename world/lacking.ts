import { Hopeless } from '../support/eventually';

/**
 * Thrown where a scenario comes to something that its target does not have and that its tags could not tell beforehand.
 * It ends unverified there, with the reason: neither a pass nor a failure.
 */
export class Lacking extends Hopeless {
  /**
   * @param capability one of the suite's, or a word for what a target's own driver does not do
   * @param reason a clause without a full stop
   */
  constructor(
    readonly capability: string,
    readonly reason: string,
  ) {
    super(`The target lacks ${capability}: ${reason}`);
  }
}
