import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { ServerFrame } from '../contract/frames';
import type { Refusal } from '../refusal';
import { PATIENCE } from '../service-levels';

/** What a person has read of an answer, and how far the model had come by then. */
export interface Part {
  readonly read: string;
  /** Pieces that the model had made. */
  readonly made: number;
  /** What the model was doing. */
  readonly model: string;
}

const QUESTION = 'What do 3 servers at 14 dollars cost?';
const MOST_REPETITIONS = 500;

/** Following an answer while it is being written, and what may come between. */
export class StreamingAbility {
  private pieces: readonly string[] = [];
  private threadId: string | undefined;
  private refused: Refusal | undefined;
  private stopped: { readonly later: readonly ServerFrame[]; readonly next: string } | undefined;

  constructor(private readonly actor: Actor) {}

  /** An answer in pieces of so many characters, of which the model makes one at a time. */
  async expectPieces(size: number, answer: string): Promise<void> {
    await this.actor.assistant.waitsAfterEach(size, answer);
    const count = Math.ceil(answer.length / size);
    this.pieces = Array.from({ length: count }, (_, place) => answer.slice(place * size, (place + 1) * size));
  }

  /** Reads one piece after the other; the model makes the next one when the last one was read. */
  async readPieceByPiece(): Promise<readonly Part[]> {
    const { assistant, chat } = this.actor;
    const parts: Part[] = [];
    let told = '';
    for (const piece of this.pieces) {
      told += piece;
      const read = (await chat.unfinishedAnswer(told.trim())).trim();
      const { pieces: made, outcome: model } = await assistant.progress();
      parts.push({ read, made, model });
      await assistant.goesOnByOne();
    }
    await assistant.goesOn();
    return parts;
  }

  /** What the person is to have read after each piece. */
  expected(): readonly Part[] {
    return this.pieces.map((_, place) => {
      const read = this.pieces
        .slice(0, place + 1)
        .join('')
        .trim();
      return { read, made: place + 1, model: 'held' };
    });
  }

  /** Asks, and reads the first words of an answer that goes no further for now. */
  async begin(first: string, answer: string): Promise<void> {
    const { assistant, chat } = this.actor;
    await assistant.pauses(first, answer);
    await chat.ask(QUESTION);
    await chat.unfinishedAnswer(first);
    this.threadId = await chat.threadId();
  }

  /** Comes back to the conversation, and looks until it has as many messages. @returns them, oldest first */
  async whatIsLeft(messages: number): Promise<readonly string[]> {
    const { chat, name } = this.actor;
    const { threadId } = this;
    if (threadId === undefined) throw new Error(`No answer to ${name} was begun.`);
    const look = async () => {
      const said = await chat.historyOf(threadId);
      if (said.length < messages) throw new NotYet(`${said.length} messages: ${said.join(' / ')}`);
      return said;
    };
    return eventually(`${name} never found the whole conversation`, look, { within: PATIENCE.answer });
  }

  /** The app sends the same question again, with the same key, as apps do that got no answer, until it is refused. */
  async repeatQuestion(): Promise<void> {
    const { chat, refusals, name } = this.actor;
    const { words, clientMessageId } = chat.question();
    const payload = { content: words, client_message_id: clientMessageId };
    for (let time = 0; time < MOST_REPETITIONS; time += 1) {
      const mark = chat.mark();
      chat.transmit(JSON.stringify({ type: 'chat_message', payload, id: `again-${time}` }));
      const answers = ({ type, payload: told }: ServerFrame) =>
        type === 'message_accepted' || (type === 'error' && told['in_reply_to'] === `again-${time}`);
      const answer = await chat.after(mark).find('an answer to the repetition', answers, PATIENCE.reply);
      if (answer.type === 'error') {
        this.refused = refusals.unclaimed()[0];
        return;
      }
    }
    throw new Error(`${name}'s app sent the same question ${MOST_REPETITIONS} times, and nobody stopped it.`);
  }

  /** When the person may ask again, by the platform's word, in seconds. */
  mayAskAgainIn(): number | undefined {
    return this.refused?.retryAfter;
  }

  /** Ends the answer, and goes on with another question in the same conversation: a later event on the same way. */
  async stop(): Promise<void> {
    const { assistant, chat } = this.actor;
    const run = await chat.runId();
    await chat.stopAnswer();
    await chat.failure();
    const mark = chat.mark();
    await assistant.recovers(); // What is held stays held: whoever asked for it must let it go.
    await chat.goOn('And what do 4 servers cost?');
    const next = await chat.answer();
    const told = chat.after(mark).all();
    this.stopped = { next, later: told.filter(({ run_id }) => run_id === run) };
  }

  /** What was told of the answer after its end, and the answer that came then. */
  afterStop(): { readonly later: readonly ServerFrame[]; readonly next: string } {
    if (!this.stopped) throw new Error(`${this.actor.name} has stopped no answer.`);
    return this.stopped;
  }

  /** What became of the first call for an answer that the model got for this person. */
  async fateOfStopped(): Promise<string> {
    const { assistant, name } = this.actor;
    const look = async () => {
      const outcome = (await assistant.requests()).find(({ agent }) => agent === 'report')?.outcome;
      if (outcome === undefined || outcome === 'held' || outcome === 'under way')
        throw new NotYet(`it is ${outcome ?? 'not there'}`);
      return outcome;
    };
    return eventually(`The call for ${name}'s answer never ended`, look, { within: PATIENCE.reply });
  }
}
