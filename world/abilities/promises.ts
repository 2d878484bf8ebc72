import { measuresOf, type Measure } from '../../reports/measures';
import type { Actor } from '../actor';
import { SERVICE_LEVELS, type ServiceLevel } from '../service-levels';
import type { Stage } from '../stage';
import { isKnown } from './known';

/** What was promised about speed, and how a person has fared with it in this scenario. */
export class PromisesAbility {
  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /** Opens the chat so many times, one after the other; it stays open the last time. Gives up at the first broken promise. */
  async openRepeatedly(times: number): Promise<void> {
    const { chat } = this.actor;
    await isKnown(this.actor);
    for (let time = 1; time <= times; time += 1) {
      await chat.settle();
      await chat.open();
      if (this.measured('websocket_connected').max > SERVICE_LEVELS.websocket_connected) return;
    }
  }

  /** All that was measured about one promise. @throws when nothing was, or its budget is not the contract's. */
  measured(level: ServiceLevel): Measure {
    const [measure] = measuresOf(this.stage.evidence.samples(level));
    if (!measure) throw new Error(`Nothing was measured about ${level}.`);
    return measure;
  }

  /** The promise as the contract has it, in seconds. */
  promised(level: ServiceLevel): number {
    return SERVICE_LEVELS[level] / 1_000;
  }
}
