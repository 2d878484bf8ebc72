import type { RunIdentity } from '../agents/run-store';
import type { ServerPayloads } from '../contract/events';
import { frame, type Frame } from '../contract/frame';
import { Refusal } from '../errors';
import type { Connection } from '../storage/database';
import type { UserStream } from '../user-stream/user-stream';
import { countMessage, findUsage, uncountMessage, type Usage } from './usage-store';

/** The share of a plan's messages from which on a person is warned. */
const WARNED_FROM = 0.8;

/** All messages of the plan are used; nothing was stored. */
export class QuotaExceeded extends Refusal {
  constructor(readonly standing: ServerPayloads['quota_exceeded']) {
    const day = new Date(standing.resets_at).toLocaleDateString('en-GB', {
      ...{ day: 'numeric', month: 'long', timeZone: 'UTC' },
    });
    super(
      'quota_exceeded',
      `All ${standing.limit} messages of your plan are used. They start anew on ${day}; upgrade to go on now.`,
    );
  }
}

export interface QuotaOptions {
  stream: UserStream;
  freePlanMessages: number;
  /** Where people get a larger plan. */
  upgradeUrl: string;
}

/** What a plan allows in a month: every answer that is asked for counts, one that failed does not. */
export class Quota {
  constructor(private readonly options: QuotaOptions) {}

  /** @returns undefined while the person is not known here. */
  usage(db: Connection, userId: string): Promise<Usage | undefined> {
    return findUsage(db, userId, this.options.freePlanMessages);
  }

  /**
   * Counts one message; belongs in the transaction that stores it, at its end.
   * @throws QuotaExceeded where the plan has no more: the transaction is to be rolled back
   */
  async take(tx: Connection, userId: string): Promise<Usage> {
    await countMessage(tx, userId);
    const usage = await this.usage(tx, userId);
    if (!usage) throw new Refusal('profile_pending');
    const { used, limit } = usage;
    if (limit !== null && used > limit) throw new QuotaExceeded(this.exceeded(usage, used - 1, limit));
    return usage;
  }

  /** Tells every tab of the person as soon as most, or all, of the plan is used; each once. */
  async tellTaken(userId: string, usage: Usage): Promise<void> {
    const { used, limit } = usage;
    if (limit === null || (used !== limit && used !== warnedAt(limit))) return;
    await this.options.stream.publish(userId, this.standing(usage, limit));
  }

  /** For an answer that failed; belongs in the transaction that ends its run. @returns how the person stands then */
  async giveBack(tx: Connection, run: RunIdentity): Promise<Usage | undefined> {
    await uncountMessage(tx, run);
    return this.usage(tx, run.user_id);
  }

  async tellGivenBack(userId: string, usage: Usage | undefined): Promise<void> {
    if (usage?.limit == null || usage.used !== usage.limit - 1) return;
    await this.options.stream.publish(userId, lifted(usage));
  }

  /** After the person's plan became another. */
  async tellOfPlan(db: Connection, userId: string): Promise<void> {
    const usage = await this.usage(db, userId);
    if (!usage) return;
    const { used, limit } = usage;
    const isLifted = limit === null || used < warnedAt(limit);
    await this.options.stream.publish(userId, isLifted ? lifted(usage) : this.standing(usage, limit));
  }

  private standing(usage: Usage, limit: number): Frame {
    const { used, resets_at } = usage;
    if (used < limit) return frame('quota_warning', { used, limit, resets_at });
    return frame('quota_exceeded', this.exceeded(usage, used, limit));
  }

  private exceeded({ resets_at }: Usage, used: number, limit: number): ServerPayloads['quota_exceeded'] {
    return { used, limit, resets_at, upgrade_url: this.options.upgradeUrl };
  }
}

/** So many of a limit are most of it. */
function warnedAt(limit: number): number {
  return Math.ceil(limit * WARNED_FROM);
}

function lifted({ used, limit, resets_at }: Usage): Frame {
  return frame('quota_lifted', { used, limit, resets_at });
}
