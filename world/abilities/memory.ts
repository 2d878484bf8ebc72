import type { Actor } from '../actor';
import { textOf, type ServerFrame } from '../contract/frames';
import { BEGINNING as FROM_THE_FIRST } from '../inbox';
import { PATIENCE } from '../service-levels';

const CODE_WORD = 'What is my code word?';
/** Of an answer before the assistant pauses in it. */
const BEGINNING = 9;

interface Placed {
  readonly title: string;
  readonly answer: string;
  readonly toldIn: readonly (string | undefined)[];
}

/** What the platform remembers of a person and tells them, where others have things of the same name. */
export class MemoryAbility {
  private titles: readonly string[] = [];

  constructor(private readonly actor: Actor) {}

  /** In a new conversation; resolves when it was answered. */
  async tell(words: string, title: string): Promise<void> {
    const { conversations } = this.actor;
    await conversations.begin(title);
    await conversations.ask(words, title);
    await conversations.answerIn(title);
  }

  /** Has the agents search what was said and look up what was used; the answer is what came of both. */
  async askForCodeWord(title: string): Promise<void> {
    const { assistant, conversations } = this.actor;
    const search = { name: 'search_history', arguments: { query: 'code word' } };
    const usage = { name: 'look_up_usage', arguments: {} };
    const answer = '{"matches": {{tool:search_history}}, "usage": {{tool:look_up_usage}}}';
    await assistant.knows([{ words: CODE_WORD, tools: [search, usage], answer, reads: '' }]);
    await conversations.ask(CODE_WORD, title);
  }

  /** What of the person's own words was found, and how many questions counted. */
  async codeWord(): Promise<{ found: readonly string[]; used: number }> {
    const { matches, usage } = JSON.parse(await this.actor.chat.answer()) as {
      matches: { role: string; content: string }[];
      usage: { used: number };
    };
    const own = matches.filter(({ role }) => role === 'user').map(({ content }) => content);
    return { found: own, used: usage.used };
  }

  async beginAll(titles: readonly string[]): Promise<void> {
    const { assistant, conversations } = this.actor;
    for (const title of titles) await conversations.begin(title);
    await assistant.pausesInEach(
      Object.fromEntries(titles.map((title) => [questionIn(title), answerIn(title)])),
      BEGINNING,
    );
    this.titles = titles;
  }

  /** One right after the other over the same connection, which is as much at once as one person can ask. */
  async askInAll(titles: readonly string[]): Promise<void> {
    for (const title of titles) await this.actor.conversations.ask(questionIn(title), title);
  }

  /** The conversations in which an answer has begun and has not ended, once there is one begun in each. */
  async beingAnswered(): Promise<readonly string[]> {
    const { conversations } = this.actor;
    await Promise.all(this.titles.map((title) => conversations.answerBegins(title)));
    return this.titles.filter((title) => conversations.isBeingAnswered(title));
  }

  async answers(): Promise<{ wanted: readonly Placed[]; came: readonly Placed[] }> {
    const { conversations } = this.actor;
    const wanted = this.titles.map((title) => ({
      ...{ title, answer: answerIn(title), toldIn: [conversations.idOf(title)] },
    }));
    const came: Placed[] = [];
    for (const title of this.titles) {
      const { content: answer, toldIn } = await conversations.answerIn(title);
      came.push({ title, answer, toldIn });
    }
    return { wanted, came };
  }

  /** What was put before the language model about each conversation, and what must not be in it. */
  async toldInEach(): Promise<
    readonly {
      readonly title: string;
      readonly told: readonly string[];
      readonly others: readonly string[];
    }[]
  > {
    const { conversations } = this.actor;
    const inEach = this.titles.map(async (title) => ({
      title,
      told: (await conversations.toldToAgents(questionIn(title))).map(({ told }) => told),
      others: this.titles.filter((other) => other !== title).map(questionIn),
    }));
    return Promise.all(inEach);
  }

  /** The new names of people that a device is told of, once it was told of this one. */
  async hearsOfNames(device: string, name: string): Promise<readonly string[]> {
    const inbox = this.actor.devices.news(device);
    const isNews = ({ type, payload }: ServerFrame) =>
      type === 'profile_updated' && textOf(payload, 'name') !== this.actor.name;
    const isIt = (frame: ServerFrame) => isNews(frame) && textOf(frame.payload, 'name') === name;
    const all = inbox.after(FROM_THE_FIRST);
    await all.find(`profile_updated with the name "${name}"`, isIt, PATIENCE.propagation);
    return all
      .all()
      .filter(isNews)
      .map(({ payload }) => textOf(payload, 'name'));
  }
}

const questionIn = (title: string): string => `What comes next in ${title.toLowerCase()}?`;
const answerIn = (title: string): string =>
  `Next in ${title.toLowerCase()} comes something that nobody expects.`;
