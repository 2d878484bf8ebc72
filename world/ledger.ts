import { eventually, NotYet } from '../support/eventually';
import type { SharedDrivers } from './drivers';
import type { EvidenceRecorder } from './evidence/recorder';
import { PATIENCE } from './service-levels';

/** Something the platform told a person had happened. */
export type Entry =
  | {
      readonly kind: 'account created';
      readonly userId: string;
      readonly email: string;
      readonly name: string;
    }
  | { readonly kind: 'name changed'; readonly userId: string; readonly name: string }
  | { readonly kind: 'address changed'; readonly userId: string; readonly email: string }
  | { readonly kind: 'account deleted'; readonly userId: string }
  | { readonly kind: 'address confirmed'; readonly userId: string }
  | { readonly kind: 'conversation deleted'; readonly userId: string; readonly threadId: string }
  | {
      readonly kind: 'message accepted' | 'question answered';
      readonly messageId: string;
      readonly userId: string;
      readonly content: string;
      readonly threadId?: string;
    };

const WITHOUT_DATABASES = 'what people were told agrees with both databases';

/**
 * What the actors of a scenario were told, compared at its end with what both services stored.
 * One generic check for every journey: an answer that was shown but not kept is found without a step for it.
 */
export class Ledger {
  private readonly entries: Entry[] = [];

  note(entry: Entry): void {
    this.entries.push(entry);
  }

  /**
   * @param lacking why the databases cannot be read, where they cannot: then this one line is unverified.
   * @param within how long news may travel between the services, in milliseconds.
   * @throws with one line for each entry that the databases contradict.
   */
  async balance(
    drivers: SharedDrivers,
    evidence: EvidenceRecorder,
    lacking: string | undefined,
    within: number = PATIENCE.propagation,
  ): Promise<void> {
    if (this.entries.length === 0) return;
    if (!drivers.authRecords || !drivers.backendRecords) {
      evidence.unverified(WITHOUT_DATABASES, lacking ?? 'the databases cannot be read');
      return;
    }
    const look = async () => {
      const contradictions = await this.contradictions(drivers);
      if (contradictions.length > 0) throw new NotYet(contradictions.join('\n'));
    };
    await eventually('The databases never agreed with what people were told', look, { within });
  }

  /** What was said in a conversation that was deleted since is gone with it. */
  private isDeleted(entry: Entry): boolean {
    if (!('threadId' in entry)) return false;
    const { threadId } = entry;
    return this.entries.some((one) => one.kind === 'conversation deleted' && one.threadId === threadId);
  }

  /** Of somebody who deleted the account, nothing stands but that. */
  private standing(): Entry[] {
    const gone = new Set(
      this.entries.filter(({ kind }) => kind === 'account deleted').map(({ userId }) => userId),
    );
    return this.entries.filter(
      (entry, index) =>
        (entry.kind === 'account deleted' || !gone.has(entry.userId)) && !this.isOutdated(entry, index),
    );
  }

  /** An address that was confirmed is no address of the person's any more once another took its place. */
  private isOutdated({ kind, userId }: Entry, index: number): boolean {
    const later = this.entries.slice(index + 1);
    return (
      kind === 'address confirmed' &&
      later.some((one) => one.kind === 'address changed' && one.userId === userId)
    );
  }

  /** What people were told first may have been changed by what they were told later. */
  private asOfNow(entry: Entry): Entry {
    if (entry.kind !== 'account created') return entry;
    const ofThePerson = this.entries.filter(({ userId }) => userId === entry.userId);
    const renaming = ofThePerson.findLast((one) => one.kind === 'name changed');
    const moving = ofThePerson.findLast((one) => one.kind === 'address changed');
    return { ...entry, name: renaming?.name ?? entry.name, email: moving?.email ?? entry.email };
  }

  private async contradictions(drivers: SharedDrivers): Promise<string[]> {
    const found: string[] = [];
    // One after the other: a store answers one question at a time anyway.
    for (const entry of this.standing()) {
      const line = await contradiction(this.asOfNow(entry), this.isDeleted(entry), drivers);
      if (line !== undefined) found.push(line);
    }
    return found;
  }
}

async function contradiction(
  entry: Entry,
  isDeleted: boolean,
  { authRecords, backendRecords }: SharedDrivers,
): Promise<string | undefined> {
  switch (entry.kind) {
    case 'name changed':
    case 'address changed':
      return undefined; // It is part of the account, as of now.
    case 'conversation deleted':
      return undefined; // Told by what was said in it.
    case 'account deleted': {
      const account = await authRecords?.account(entry.userId);
      if (account) return told(entry, 'auth', account);
      const profile = await backendRecords?.profile(entry.userId);
      return profile ? told(entry, 'backend', profile) : undefined;
    }
    case 'account created': {
      const account = await authRecords?.account(entry.userId);
      if (account?.email !== entry.email || account.name !== entry.name) return told(entry, 'auth', account);
      const profile = await backendRecords?.profile(entry.userId);
      return profile?.email === entry.email && profile.name === entry.name
        ? undefined
        : told(entry, 'backend', profile);
    }
    case 'address confirmed': {
      const account = await authRecords?.account(entry.userId);
      if (account?.emailVerified !== true) return told(entry, 'auth', account);
      const profile = await backendRecords?.profile(entry.userId);
      return profile?.emailVerified === true ? undefined : told(entry, 'backend', profile);
    }
    case 'message accepted':
    case 'question answered': {
      const role = entry.kind === 'message accepted' ? 'user' : 'assistant';
      const message = await backendRecords?.message(entry.messageId);
      if (isDeleted) return message ? told(entry, 'backend', message) : undefined;
      const agrees =
        message?.content === entry.content && message.userId === entry.userId && message.role === role;
      return agrees ? undefined : told(entry, 'backend', message);
    }
  }
}

function told(entry: Entry, service: string, stored: object | undefined): string {
  return `told     ${JSON.stringify(entry)}\n${service.padEnd(8)} ${stored ? JSON.stringify(stored) : 'has nothing'}`;
}
