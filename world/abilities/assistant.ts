import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { LlmDriver, ModelRequest, ScriptedReply } from '../drivers/externals';
import type { Prompt } from '../prompts';
import { PATIENCE } from '../service-levels';
import { need, type Stage } from '../stage';

/** A way in which a language model lets people down, and the words of it that support finds in the log. */
export interface Failing {
  readonly words: string;
  readonly reply: Omit<ScriptedReply, 'agent'>;
  readonly cause: RegExp;
}

export const FAILINGS: readonly Failing[] = [
  { words: 'is overloaded', reply: { status: 503 }, cause: /failed \(503\)/ },
  { words: 'has too much to do', reply: { status: 429 }, cause: /busy \(429\)/ },
  { words: 'turns the question away', reply: { status: 400 }, cause: /refused the request \(400\)/ },
  {
    words: 'breaks off in the middle',
    reply: { content: 'They cost 42 dollars.', chunk_size: 9, cut_after_chunks: 1 },
    cause: /no answer|broke off/,
  },
  { words: 'says nothing', reply: { content: '' }, cause: /the answer is empty/ },
  {
    words: 'never comes to an end',
    reply: { content: 'They cost 42 dollars.', chunk_size: 9, hold_after_chunks: 1 },
    cause: /no whole answer in/,
  },
];

/** What the language model is told to do when it is asked for this person, and for nobody else. */
export class AssistantAbility {
  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /**
   * Tells the language model, for this person alone, to use its calculator and to answer.
   * @param answer "…" is what the calculator returned last
   * @param expressions one after the other; "…" in a later one is what the first one came to
   */
  async worksOut(question: string, expressions: readonly string[], answer: string): Promise<void> {
    await this.script([...worksOut(question, expressions), { ...reports(answer), when: question }]);
  }

  /** The same, and the model falls silent after the first words of its answer. */
  async worksOutAndPauses(expression: string, first: string, answer: string): Promise<void> {
    await this.script([...worksOut(undefined, [expression]), { ...reports(answer), ...pauseAfter(first) }]);
  }

  /** Tells the language model, for this person alone, to answer, and to wait after each piece of so many characters. */
  async waitsAfterEach(size: number, answer: string): Promise<void> {
    await this.script([{ ...reports(answer), chunk_size: size, hold_after_chunks: 1 }]);
  }

  /**
   * Tells the language model, for this person alone, to answer, and to fall silent after the first words.
   * @param when only questions that contain these words; all of them unless said
   */
  async pauses(first: string, answer: string, when?: string): Promise<void> {
    const about = when === undefined ? {} : { when };
    await this.script([{ ...reports(answer), ...pauseAfter(first), ...about }]);
  }

  /** Has the agents search what was said and answer with it, and pauses after so many characters of the answer. */
  async findsAndPauses(
    question: string,
    words: string,
    introduction: string,
    characters: number,
  ): Promise<void> {
    const when = question;
    await this.script([
      { agent: 'triage', content: JSON.stringify({ agent: 'data' }), when },
      { agent: 'data', tool_calls: [{ name: 'search_history', arguments: { query: words } }], when },
      {
        ...{ agent: 'report', content: `${introduction}{{tool:search_history}}`, when },
        ...{ chunk_size: characters, hold_after_chunks: 1 },
      },
    ]);
  }

  /** The same for several questions, each with an answer of its own that begins with so many characters. */
  async pausesInEach(answers: Readonly<Record<string, string>>, characters: number): Promise<void> {
    const pause = { chunk_size: characters, hold_after_chunks: 1 };
    await this.script(
      Object.entries(answers).map(([when, answer]) => ({ ...reports(answer), ...pause, when })),
    );
  }

  /** Tells the language model, for this person alone, to answer with these words at once. */
  async answers(answer: string): Promise<void> {
    await this.script([{ ...reports(answer), chunk_size: Math.max(16, Math.ceil(answer.length / 4)) }]);
  }

  /** Tells the language model, for this person alone, how to come to an answer to each of these questions. */
  async knows(prompts: readonly Prompt[]): Promise<void> {
    await this.script(
      prompts.flatMap(({ words: when, tools, answer: content }): ScriptedReply[] => [
        { agent: 'triage', when, content: JSON.stringify({ agent: tools.length > 0 ? 'data' : 'report' }) },
        ...tools.map((tool): ScriptedReply => ({ agent: 'data', when, tool_calls: [tool] })),
        { agent: 'data', when, content: 'That is all.' },
        { agent: 'report', when, content },
      ]),
    );
  }

  /** Tells the language model to say each of these texts again when it is asked by it. */
  async repeats(texts: readonly string[]): Promise<void> {
    const longestFirst = [...texts].sort((one, other) => other.length - one.length);
    await this.script([
      {
        agent: 'triage',
        content: JSON.stringify({ agent: 'report', reason: 'there is nothing to look up' }),
      },
      ...longestFirst.map((text): ScriptedReply => ({ ...reports(text), when: text, chunk_size: 4_000 })),
    ]);
  }

  /**
   * Tells the language model, for this person alone, to fail when it is to write an answer; before that it works a few
   * things out. A platform stops calling a model that fails more often than not, and that would be everybody's model.
   */
  async fails(way: Failing): Promise<void> {
    await this.script([...worksOut(undefined, WORK_BEFORE_FAILING), { agent: 'report', ...way.reply }]);
  }

  /** The language model fails each call for this person, the first one of each question included. */
  async isAway(): Promise<void> {
    await this.script([{ agent: 'triage', status: 503 }]);
  }

  /** The same, with a question that it will not answer: a fault of the question, by which nobody's model is stopped. */
  async turnsAway(): Promise<void> {
    const way = FAILINGS.find(({ words }) => words === 'turns the question away');
    if (way) await this.fails(way);
  }

  /** The language model answers as it always does. */
  async recovers(): Promise<void> {
    await this.script([]);
  }

  /** How far the newest answer came, by the model's own word. */
  async progress(): Promise<{ pieces: number; outcome: string }> {
    const request = (await this.requests()).findLast(({ agent }) => agent === 'report');
    if (!request) throw new Error(`The language model was asked for no answer to ${this.actor.name}.`);
    return request;
  }

  /** Lets an answer that stands still go on by one piece. */
  async goesOnByOne(): Promise<void> {
    await this.llm().release(this.userId(), 1);
  }

  /** Tells the language model, for this person alone, to answer that question letter by letter. */
  async spells(answer: string, question: string): Promise<void> {
    await this.script([{ ...reports(answer), chunk_size: 1, when: question }]);
  }

  /** Lets an answer that stands still go on to its end. */
  async goesOn(): Promise<void> {
    await this.llm().release(this.userId());
  }

  /** Lets an answer go on that was begun anew: the model was asked for it again, and stands still again. */
  async goesOnAnew(): Promise<void> {
    const look = async () => {
      const outcomes = (await this.requests())
        .filter(({ agent }) => agent === 'report')
        .map(({ outcome }) => outcome);
      if (outcomes.length < 2 || outcomes.at(-1) !== 'held')
        throw new NotYet(`it was asked: ${outcomes.join(', ')}`);
    };
    await eventually('The model was never asked for the answer again', look, { within: PATIENCE.answer });
    await this.goesOn();
  }

  /** What the model was asked on this person's behalf, oldest first. */
  async requests(): Promise<readonly ModelRequest[]> {
    return this.llm().requestsFor(this.userId());
  }

  private async script(replies: readonly ScriptedReply[]): Promise<void> {
    await this.llm().script(this.userId(), replies);
  }

  private llm(): LlmDriver {
    return need(this.stage, 'llm', 'llm-script');
  }

  private userId(): string {
    return this.actor.account.known().id;
  }
}

const WORK_BEFORE_FAILING = ['3 * 14', '… * 12', '… / 2', '… + 1'];

/** The model's way to an answer that needs the calculator. */
function worksOut(when: string | undefined, expressions: readonly string[]): ScriptedReply[] {
  const about = when === undefined ? {} : { when };
  const decision = JSON.stringify({ agent: 'data', reason: 'there is something to work out' });
  return [
    { agent: 'triage', content: decision, ...about },
    ...expressions.map((one): ScriptedReply => {
      const expression = one.replace('…', '{{tool:calculate#1}}');
      return { agent: 'data', tool_calls: [{ name: 'calculate', arguments: { expression } }], ...about };
    }),
  ];
}

const reports = (answer: string): ScriptedReply => ({
  agent: 'report',
  content: answer.replace('…', '{{tool:calculate}}'),
});

const pauseAfter = (first: string) => ({ chunk_size: first.length, hold_after_chunks: 1 });
