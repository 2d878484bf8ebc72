import type { Actor } from '../actor';
import { textOf } from '../contract/frames';
import type { LogLine } from '../drivers/operations';
import { need, type Stage } from '../stage';

/** What a person is told when an answer fails. */
export interface ToldFailure {
  readonly message: string;
  /** What support asks for. */
  readonly reference: string;
  readonly offersRetry: boolean;
}

/** Meeting an answer that failed: what the person is told of it, and what support can do with that. */
export class FailuresAbility {
  private last: (ToldFailure & { readonly runId: string }) | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /** Asks in vain. */
  async askInVain(words: string): Promise<ToldFailure> {
    await this.actor.chat.ask(words);
    return this.meet();
  }

  /** What the person is told, as it stands on the page where there is one. */
  async meet(): Promise<ToldFailure> {
    const { chat } = this.actor;
    const { payload, trace_id: reference = '', run_id: runId = '' } = await chat.failure();
    const told = {
      message: textOf(payload, 'message'),
      reference,
      offersRetry: payload['retryable'] === true,
    };
    const shown = chat.hasScreen() ? await chat.screen().failure() : told;
    this.last = { ...shown, runId };
    return shown;
  }

  /** The errors that the backend logged under the reference that the person was given. */
  async foundBySupport(): Promise<readonly LogLine[]> {
    if (!this.last) throw new Error(`No answer to ${this.actor.name} has failed.`);
    const { reference, runId } = this.last;
    const lines = await need(this.stage, 'operations', 'logs').logs(reference, 'backend');
    return lines.filter(({ level, run_id }) => level === 'error' && run_id === runId);
  }
}
