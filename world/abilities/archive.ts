import { parse } from 'csv-parse/sync';
import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { PersonalDrivers, SharedDrivers } from '../drivers';
import type { BroughtThread } from '../drivers/backend';
import type { ExportedFile, ExportFormat } from '../drivers/exports';
import { PATIENCE } from '../service-levels';
import { isKnown } from './known';

/** A message, as whoever reads a file finds it. */
export interface Line {
  readonly conversation: string;
  readonly who: 'you' | 'assistant';
  readonly words: string;
}

/** What was said over the years, taking it along, and having it deleted. */
export class ArchiveAbility {
  private remembered: readonly Line[] = [];
  private file: { readonly format: ExportFormat; readonly taken: ExportedFile } | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** A history of so many messages, brought along from elsewhere: question and answer in turn, in every conversation. */
  async haveHistory(messages: number, conversations: number): Promise<void> {
    const each = messages / conversations;
    const threads = Array.from({ length: conversations }, (_, at) => threadNumber(at + 1, each));
    await this.bringAlong(threads);
  }

  /** One conversation with one message of the person's own. */
  async onceSaid(words: string, title: string): Promise<void> {
    const created_at = new Date(Date.UTC(2020, 0)).toISOString();
    await this.bringAlong([{ title, created_at, messages: [{ role: 'user', content: words, created_at }] }]);
  }

  /** One conversation of so many messages that are as long as that, each other than the rest. */
  async bringMany(messages: number, length: number): Promise<void> {
    const created_at = new Date(Date.UTC(2020, 0)).toISOString();
    const first = this.remembered.length + 1;
    const said = Array.from({ length: messages }, (_, at) => ({
      role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `Message ${first + at}. `.padEnd(length, 'All work and no play. '),
      created_at,
    }));
    await this.bringAlong([{ title: `From message ${first} on`, created_at, messages: said }]);
  }

  /** The titles of all conversations that the platform has of the person, the most recently used first. */
  async titles(): Promise<readonly string[]> {
    return (await this.drivers.backend.threads(this.actor.account.session())).map(({ title }) => title);
  }

  async take(format: ExportFormat): Promise<void> {
    this.file = { format, taken: await this.drivers.exports.take(this.actor.account.session(), format) };
  }

  /** Takes a file that is somebody's, with one's own login. */
  async takeFileOf(other: Actor): Promise<void> {
    await this.drivers.exports.takeAgain(this.actor.account.session(), other.archive.taken().exportId);
  }

  taken(): ExportedFile {
    return this.present().taken;
  }

  /** What the file holds, in its order, read by other means than those that wrote it. */
  held(): readonly Line[] {
    const { format, taken } = this.present();
    return format === 'json' ? linesInJson(taken.text) : linesInCsv(taken.text);
  }

  /** What a spreadsheet makes of every cell of the file. */
  cells(): readonly string[] {
    const rows: string[][] = parse(this.taken().text, { bom: true });
    return rows.flat();
  }

  /** Everything that the person remembers of their history, in order. */
  everything(): readonly Line[] {
    if (this.remembered.length === 0) throw new Error(`${this.actor.name} has no history.`);
    return this.remembered;
  }

  /**
   * Places in any store that still hold one of these words, as soon as there is none, or when patience ends.
   * @param besidesEvents without what is kept to resume with
   */
  async placesWith(
    words: readonly string[],
    shared: SharedDrivers,
    { besidesEvents = false } = {},
  ): Promise<readonly string[]> {
    const { authRecords, backendRecords, usageFigures } = shared;
    const stores = [authRecords, backendRecords, usageFigures, besidesEvents ? undefined : shared.cache];
    let left: string[] = [];
    const look = async () => {
      const traces = await Promise.all(stores.map(async (store) => (await store?.mentions(words)) ?? []));
      left = traces.flat().map(({ where, count }) => `${where} (${count})`);
      if (left.length > 0) throw new NotYet(left.join(', '));
    };
    const never = `"${words.join('", "')}" never went from every store`;
    await eventually(never, look, { within: PATIENCE.propagation });
    return left;
  }

  /** Resolves when every store that keeps words holds these: a look that finds nothing may look in the wrong place. */
  async areKept(words: readonly string[], shared: SharedDrivers): Promise<void> {
    for (const store of [shared.backendRecords, shared.cache, shared.usageFigures]) {
      const look = async () => {
        if ((await store?.mentions(words))?.length === 0) throw new NotYet('nothing of them is there');
      };
      await eventually(`"${words.join('", "')}" never came to a store`, look, { within: PATIENCE.figures });
    }
  }

  private async bringAlong(threads: readonly BroughtThread[]): Promise<void> {
    await isKnown(this.actor);
    const { account, conversations } = this.actor;
    const made = await this.drivers.backend.bringAlong(account.session(), threads);
    for (const { title, id } of made) conversations.know(title, id);
    this.remembered = [...this.remembered, ...threads.flatMap(linesOf)];
  }

  private present(): { readonly format: ExportFormat; readonly taken: ExportedFile } {
    if (!this.file) throw new Error(`${this.actor.name} has no file${this.actor.whyNot()}.`);
    return this.file;
  }
}

/** "Project 3", with questions and answers that occur nowhere else. */
function threadNumber(number: number, messages: number): BroughtThread {
  const title = `Project ${number}`;
  const created_at = new Date(Date.UTC(2020 + number, 0)).toISOString();
  return {
    ...{ title, created_at },
    messages: Array.from({ length: messages }, (_, at) => ({
      role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `${at % 2 === 0 ? 'Question' : 'Answer'} ${Math.floor(at / 2) + 1} of ${title}: "äöü", 1, 2;\n3`,
      created_at,
    })),
  };
}

function linesOf({ title, messages }: BroughtThread): Line[] {
  return messages.map(({ role, content }) => ({
    conversation: title,
    who: role === 'user' ? ('you' as const) : ('assistant' as const),
    words: content,
  }));
}

function linesInJson(text: string): Line[] {
  const { threads } = JSON.parse(text) as { threads: BroughtThread[] };
  return threads.flatMap(linesOf);
}

function rowsIn(text: string): Record<string, string>[] {
  try {
    return parse(text, { bom: true, columns: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`No spreadsheet can read the file: ${why}`, { cause });
  }
}

function linesInCsv(text: string): Line[] {
  const rows = rowsIn(text);
  return rows.map((row) => ({
    conversation: row['conversation'] ?? '',
    who: row['who'] === 'assistant' ? 'assistant' : 'you',
    words: row['words'] ?? '',
  }));
}
