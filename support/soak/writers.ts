import { eventually, Hopeless, NeverHappened, NotYet } from '../eventually';
import type { Actor } from '../../world/actor';
import type { SharedDrivers } from '../../world/drivers';
import { Refused } from '../../world/refusal';
import { PATIENCE } from '../../world/service-levels';

/** In one round: a person may ask no more in a minute than that for all rounds together. */
const MOST_QUESTIONS = 4;
const MOST_CHANGES = 100;
/** So that all of them stand on one page of the list. */
const MOST_HISTORIES = 30;
const RENEWED_BEFORE_MS = 5 * 60_000;
/** An answer that a crash interrupted is taken up again by whoever lives, after the lease of the dead has run out. */
const ANSWERED_WITHIN = PATIENCE.answer * 3;

/** Somebody who writes until the service is gone, and knows what must be there afterwards. */
export interface Writer {
  /** Writes that the platform confirmed. */
  readonly acknowledged: number;
  /** Writes that were on their way when the service went. */
  readonly interrupted: number;
  prepare(): Promise<void>;
  /** Resolves when the service is gone, or there is nothing more to write. */
  write(): Promise<void>;
  /** The ids of the accounts that it wrote at. */
  accounts(): readonly string[];
  /** What was lost, doubled or halved, a sentence each; asked when the service is back. */
  faults(shared: SharedDrivers): Promise<readonly string[]>;
}

/** Changes a name over and over; where it is given newcomers, has them sign up meanwhile. */
export class AuthWriter implements Writer {
  acknowledged = 0;
  interrupted = 0;
  private readonly tried: string[] = [];
  private confirmed = 0;
  private readonly signedUp: Actor[] = [];

  constructor(
    private readonly person: Actor,
    private readonly round: string,
    private readonly newcomers?: (at: number) => Actor,
  ) {}

  async prepare(): Promise<void> {
    await renewed(this.person);
    await this.changeName();
  }

  async write(): Promise<void> {
    await Promise.all([this.untilGone(MOST_CHANGES, () => this.changeName()), this.letNewcomersIn()]);
  }

  accounts(): readonly string[] {
    return [this.person, ...this.signedUp].map(({ account }) => account.known().id);
  }

  /** The newest name that was confirmed, or one that was tried after it. */
  async faults({ authRecords }: SharedDrivers): Promise<readonly string[]> {
    const possible = this.tried.slice(this.confirmed - 1);
    const name = (await authRecords?.account(this.person.account.known().id))?.name ?? 'nobody';
    const lost = possible.includes(name)
      ? []
      : [`${this.person.name} is called ${name}, and was told ${possible[0] ?? 'nothing'}`];
    for (const { email, account } of this.signedUp)
      if (!(await authRecords?.account(account.known().id))) lost.push(`${email} signed up and is not there`);
    return lost;
  }

  private async changeName(): Promise<void> {
    const name = `${this.round}, change ${this.tried.length + 1}`;
    this.tried.push(name);
    await this.person.profile.changeName(name);
    this.confirmed = this.tried.length;
    this.acknowledged += 1;
  }

  private async letNewcomersIn(): Promise<void> {
    const { newcomers } = this;
    if (!newcomers) return;
    let number = 0;
    await this.untilGone(MOST_CHANGES, async () => {
      const newcomer = newcomers((number += 1));
      await newcomer.account.signUp();
      this.signedUp.push(newcomer);
      this.acknowledged += 1;
    });
  }

  private async untilGone(most: number, act: () => Promise<void>): Promise<void> {
    if (!(await untilGone(most, act))) this.interrupted += 1;
  }
}

/** Asks one question after the other, and brings a history along again and again. */
export class BackendWriter implements Writer {
  acknowledged = 0;
  interrupted = 0;
  private readonly said: string[] = [];
  private brought = 0;
  private tried = 0;

  constructor(
    private readonly person: Actor,
    private readonly round: string,
  ) {}

  async prepare(): Promise<void> {
    const { chat, conversations } = this.person;
    if (await renewed(this.person)) await chat.showNewToken();
    await conversations.begin(this.round);
  }

  async write(): Promise<void> {
    const asked = untilGone(MOST_QUESTIONS, async () => {
      const words = `${this.round}, question ${this.said.length + 1}: what do 3 servers at 14 dollars cost?`;
      this.said.push(words);
      await this.person.conversations.ask(words, this.round);
      await this.person.chat.acceptance();
      this.acknowledged += 1;
    });
    const brought = untilGone(MOST_HISTORIES, async () => {
      this.tried += 1;
      await this.person.archive.onceSaid('A history.', this.title(this.tried));
      this.brought += 1;
      this.acknowledged += 1;
    });
    this.interrupted += (await Promise.all([asked, brought])).filter((whole) => !whole).length;
  }

  accounts(): readonly string[] {
    return [this.person.account.known().id];
  }

  /** Comes back as an app does, which says again what was never confirmed, and counts what is there. */
  async faults({ backendRecords }: SharedDrivers): Promise<readonly string[]> {
    const { chat } = this.person;
    await chat.comeBack();
    if (this.said.length > 0) await chat.acceptance();
    return [...(await this.faultsOfConversation(backendRecords)), ...(await this.faultsOfHistories())];
  }

  private async faultsOfConversation(records: SharedDrivers['backendRecords']): Promise<readonly string[]> {
    const { name, chat, conversations } = this.person;
    const look = async () => {
      await conversations.turnTo(this.round);
      const shown = conversations.lastShown();
      const answers = shown.length - shown.filter((words) => this.said.includes(words)).length;
      if (answers < this.said.length) {
        const run = await records?.run(await chat.runId());
        throw new NotYet(`${answers} of ${this.said.length} answers; the last one is ${JSON.stringify(run)}`);
      }
      return shown;
    };
    const shown = await eventually(`${name}'s questions were not all answered`, look, {
      within: ANSWERED_WITHIN,
    });
    const times = (words: string) => shown.filter((one) => one === words).length;
    const wrong = this.said.filter((words) => times(words) !== 1);
    return [
      ...wrong.map((words) => `"${words}" of ${name} is there ${times(words)} times`),
      ...(shown.length === 2 * this.said.length
        ? []
        : [`${name} asked ${this.said.length} questions, and ${shown.length} messages are there`]),
    ];
  }

  /** Each history that was confirmed once; the one that was interrupted at most once. */
  private async faultsOfHistories(): Promise<readonly string[]> {
    const titles = await this.person.archive.titles();
    return Array.from({ length: this.tried }, (_, at) => at + 1).flatMap((number) => {
      const found = titles.filter((title) => title === this.title(number)).length;
      const isFine = found === 1 || (found === 0 && number > this.brought);
      return isFine ? [] : [`history ${number} of ${this.person.name} is there ${found} times`];
    });
  }

  private title(number: number): string {
    return `${this.round}, history ${number}`;
  }
}

/** In good time: what was begun with a token is not to end with it. */
async function renewed({ account }: Actor): Promise<boolean> {
  if (account.claims().exp * 1_000 - Date.now() > RENEWED_BEFORE_MS) return false;
  await account.renew();
  return true;
}

/** @returns false where the service went before everything was done */
async function untilGone(most: number, act: () => Promise<void>): Promise<boolean> {
  for (let time = 1; time <= most; time += 1) {
    try {
      await act();
    } catch (cause) {
      if (!isInterruption(cause)) throw cause;
      return false;
    }
  }
  return true;
}

/** No answer, "not now", or a chat that ended; any other "no" is a finding. */
function isInterruption(cause: unknown): boolean {
  if (cause instanceof Refused) return cause.refusal.status === 0 || cause.refusal.status >= 500;
  return cause instanceof Hopeless || cause instanceof NeverHappened;
}
