import type { Actor } from '../actor';
import { beside, IN_PATHS, RECIPES_OF_CALLS, SHARED_IN_PATHS, type Belongings } from '../contract/intrusions';
import { textOf } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { Bookmark } from '../inbox';
import { nameOf, type Told, type Trial } from '../drivers/published-calls';

/** What a person has on the platform, and sees of it with a login of their own. */
export class BelongingsAbility {
  private subject: string | undefined;
  private stillSince: Bookmark | undefined;
  private seen: ReadonlyMap<string, Told> | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly drivers: PersonalDrivers,
  ) {}

  /** A conversation about something that nobody else talks about, and a file of it. */
  async keep(subject: string, title: string): Promise<void> {
    await this.actor.conversations.talkAbout(subject, title);
    await this.actor.archive.take('json');
    this.subject = subject;
  }

  /** By what it is all known, the newest question included. */
  async all(): Promise<Belongings> {
    const { account, chat, archive } = this.actor;
    const { id: sessionId, accessToken, account: of } = account.session();
    const { messageId } = await chat.acceptance();
    return {
      ...{ userId: of.id, email: of.email, sessionId, accessToken, messageId },
      ...{ threadId: await chat.threadId(), runId: await chat.runId() },
      clientMessageId: chat.question().clientMessageId,
      exportId: archive.taken().exportId,
      resumeToken: textOf(chat.welcome().payload, 'resume_token'),
      words: this.words(),
    };
  }

  /** Looks at everything that the services let one see of one's own, and remembers it. */
  async look(): Promise<ReadonlyMap<string, Told>> {
    this.seen = await this.view();
    return this.seen;
  }

  /** What was seen at the last look, and what is seen now; whatever differs shows. */
  async compare(): Promise<{ before: Record<string, Told>; now: Record<string, Told> }> {
    if (!this.seen) throw new Error(`${this.actor.name} has not looked at what is there.`);
    return { before: Object.fromEntries(this.seen), now: Object.fromEntries(await this.view()) };
  }

  /** From now on the person does nothing, and only what was under way may still be told. */
  keepStill(): void {
    this.stillSince = this.actor.chat.mark();
  }

  /** What was told since then that is no part of an answer. */
  surprises(): readonly string[] {
    if (this.stillSince === undefined) throw new Error(`${this.actor.name} has not kept still.`);
    const told = this.actor.chat.told(this.stillSince);
    return told.filter((type) => !PARTS_OF_AN_ANSWER.has(type));
  }

  words(): string {
    if (this.subject === undefined) throw new Error(`${this.actor.name} keeps nothing.`);
    return this.subject;
  }

  private async view(): Promise<Map<string, Told>> {
    const [own, session] = [await this.all(), this.actor.account.session()];
    const calls = await this.drivers.publishedCalls.all();
    const told = new Map<string, Told>();
    for (const call of calls.filter((one) => RECIPES_OF_CALLS[nameOf(one)]?.isOwnView)) {
      const trial = { path: inPath(call.path, own), query: {}, headers: {} };
      told.set(nameOf(call), await this.drivers.publishedCalls.make(call, trial, session));
    }
    return told;
  }
}

const PARTS_OF_AN_ANSWER = new Set([
  ...['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'partial_result'],
  ...['final_report', 'agent_completed'],
]);

/** Whatever the path asks for, of that person's. @throws where nobody knows what that could be */
export function inPath(path: string, of: Belongings): Record<string, string> {
  const names = [...path.matchAll(/([\w-]+)\/\{(\w+)\}/g)];
  return Object.fromEntries(
    names.map(([, word = '', name = '']) => {
      const value = IN_PATHS[word]?.(of) ?? SHARED_IN_PATHS[word];
      if (value === undefined)
        throw new Error(`Nobody knows what to put into ${path} in the place of {${name}}.`);
      return [name, value];
    }),
  );
}

/** Whether a path names a thing that is somebody's own. */
export function namesSomebodys(path: string): boolean {
  return Object.keys(IN_PATHS).some((word) => path.includes(`${word}/{`));
}

/** One person's ids in every place of a call. */
export function trialWith(path: string, of: Belongings): Trial {
  const recipe = { query: beside.query(of), headers: beside.headers(of) };
  return { path: inPath(path, of), ...recipe };
}

/** By what the person's things would be recognised in whatever somebody else is told. */
export function marksOf(of: Belongings): readonly (readonly [what: string, mark: string])[] {
  const { userId, email, sessionId, threadId, messageId, runId, exportId, resumeToken, words } = of;
  return Object.entries({
    userId,
    email,
    sessionId,
    threadId,
    messageId,
    runId,
    exportId,
    resumeToken,
    words,
  });
}
