import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers } from '../drivers';
import { BEGINNING } from '../inbox';
import { Refused } from '../refusal';
import { PATIENCE } from '../service-levels';
import type { ToldFailure } from './failures';

/** Far more questions than it takes until a platform calls for nobody any more. */
const FAR_TOO_MANY = 8;
const AT_ONCE = 6;
/** Each may be the one call that tries whether the service is back, which takes as long as it hangs; not all are. */
const AFTER_THEM = 4;
/** Milliseconds; whoever waits for a service that hangs waits at least twice as long. */
export const REFUSED_AT_ONCE = 1_000;

/** How an attempt to open one more tab ended. */
export interface TabAttempt {
  /** The code of the "no"; `open` where there was none. */
  readonly outcome: string;
  readonly ms: number;
}

/** Meeting a service that keeps failing: what the person tries, what they are told, and what is announced of it. */
export class CircuitsAbility {
  private readonly failures: ToldFailure[] = [];
  private readonly attempts: TabAttempt[] = [];
  private callsForLast: number | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** Asks in vain until the language model is not even called any more. */
  async askUntilLeftAlone(): Promise<void> {
    for (let time = 1; time <= FAR_TOO_MANY && this.callsForLast !== 0; time += 1) {
      const before = (await this.actor.assistant.requests()).length;
      this.failures.push(await this.actor.failures.askInVain(`What do ${time} servers cost?`));
      this.callsForLast = (await this.actor.assistant.requests()).length - before;
    }
  }

  /** What the person was told each time, and how often the model was called for the last question. */
  vain(): { readonly told: readonly ToldFailure[]; readonly callsForLast: number | undefined } {
    return { told: this.failures, callsForLast: this.callsForLast };
  }

  /** Opens tabs at the same time, and when it is known what became of them a few more, until one is refused at once. */
  async openTabs(): Promise<void> {
    const few = await Promise.all(Array.from({ length: AT_ONCE }, () => this.openTab()));
    this.attempts.push(...few);
    for (let more = 1; more <= AFTER_THEM; more += 1) {
      const attempt = await this.openTab();
      this.attempts.push(attempt);
      if (attempt.ms < REFUSED_AT_ONCE) return;
    }
  }

  tabs(): readonly TabAttempt[] {
    return this.attempts;
  }

  /** Opens one more tab, looks what becomes of it, and closes it. */
  async openTab(): Promise<TabAttempt> {
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    try {
      const connection = await this.drivers.behindThePages.chat.connect(this.actor.account.session());
      const ms = since();
      await connection.close();
      return { outcome: 'open', ms };
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      return { outcome: cause.refusal.code, ms: since() };
    }
  }

  /** What the open chat was told of a service so far, each in the word for its circuit, oldest first. */
  told(service: string): readonly string[] {
    const isAbout = ({ type, payload }: { type: string; payload: Record<string, unknown> }) =>
      /^service_(degraded|recovered)$/.test(type) && payload['service'] === service;
    const frames = this.actor.chat.after(BEGINNING).all().filter(isAbout);
    return frames.map(({ payload }) => String(payload['circuit']));
  }

  /** Resolves when the open chat was told anything of a service; each backend finds out by itself. @returns it all */
  async hearsOfTrouble(service: string): Promise<readonly string[]> {
    const look = () => {
      const told = this.told(service);
      if (told.length === 0) throw new NotYet('nothing was told of it');
      return told;
    };
    return eventually(`${this.actor.name} was never told of trouble with ${service}`, look, {
      within: PATIENCE.answer,
    });
  }

  /** Resolves when the newest word about a service is this one. */
  async hears(service: string, circuit: 'open' | 'half_open' | 'closed'): Promise<void> {
    const look = () => {
      const told = this.told(service);
      if (told.at(-1) !== circuit) throw new NotYet(`told ${told.join(', ') || 'nothing'} of ${service}`);
    };
    await eventually(`${this.actor.name} was never told that ${service} is ${circuit}`, look, {
      within: PATIENCE.health,
    });
  }
}
