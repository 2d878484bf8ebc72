import type { Actor } from '../actor';
import type { ModelRequest, ScriptedReply } from '../drivers/externals';
import { need, type Stage } from '../stage';

/** What the language model is told to do when it is asked for this person, and for nobody else. */
export class AssistantAbility {
  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
  ) {}

  /** Tells the language model, for this person alone, to use its calculator and to answer; "…" is what that returned. */
  async worksOut(question: string, expression: string, answer: string): Promise<void> {
    const replies: ScriptedReply[] = [
      {
        agent: 'triage',
        when: question,
        content: JSON.stringify({ agent: 'data', reason: 'there is something to work out' }),
      },
      { agent: 'data', when: question, tool_calls: [{ name: 'calculate', arguments: { expression } }] },
      { agent: 'report', when: question, content: answer.replace('…', '{{tool:calculate}}') },
    ];
    await need(this.stage, 'llm', 'llm-script').script(this.actor.account.known().id, replies);
  }

  /**
   * Tells the language model, for this person alone, to answer, and to fall silent after the first words.
   * @param when only questions that contain these words; all of them unless said.
   */
  async pauses(first: string, answer: string, when?: string): Promise<void> {
    const pause = { chunk_size: first.length, hold_after_chunks: 1 };
    const replies: ScriptedReply[] = [
      { agent: 'report', content: answer, ...pause, ...(when === undefined ? {} : { when }) },
    ];
    await need(this.stage, 'llm', 'llm-script').script(this.actor.account.known().id, replies);
  }

  /** Tells the language model, for this person alone, to answer that question letter by letter. */
  async spells(answer: string, question: string): Promise<void> {
    const replies: ScriptedReply[] = [{ agent: 'report', content: answer, chunk_size: 1, when: question }];
    await need(this.stage, 'llm', 'llm-script').script(this.actor.account.known().id, replies);
  }

  /** What the agents put before the language model for this person, from the first question on. */
  async wasAsked(): Promise<readonly ModelRequest[]> {
    return need(this.stage, 'llm', 'llm-script').requestsFor(this.actor.account.known().id);
  }

  /** Lets an answer that stands still go on to its end. */
  async goesOn(): Promise<void> {
    await need(this.stage, 'llm', 'llm-script').release(this.actor.account.known().id);
  }
}
