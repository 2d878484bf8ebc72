import { eventually, NotYet } from '../../support/eventually';
import type { Actor } from '../actor';
import type { ServerFrame } from '../contract/frames';
import type { PersonalDrivers } from '../drivers';
import type { Connection } from '../drivers/chat';
import { need, type Stage } from '../stage';
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
const AT_ONCE = 25;
/** Conversations that nobody reads: more than the network and the platform keep, and fewer frames than a flood has. */
const MOST_UNREAD = 80;

/** Following an answer while it is being written, and what may come between. */
export class StreamingAbility {
  private pieces: readonly string[] = [];
  private threadId: string | undefined;
  private refused: Refusal | undefined;
  private stopped: { readonly later: readonly ServerFrame[]; readonly next: string } | undefined;

  private unread: Connection | undefined;

  constructor(
    private readonly actor: Actor,
    private readonly stage: Stage,
    private readonly drivers: PersonalDrivers,
  ) {}

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
    const frame = { type: 'chat_message', payload: { content: words, client_message_id: clientMessageId } };
    for (let sent = 0; sent < MOST_REPETITIONS; sent += AT_ONCE) {
      for (let one = 0; one < AT_ONCE; one += 1) chat.transmit(JSON.stringify(frame));
      await chat.goesOn(); // Everything that was sent is answered by now.
      const [first, ...others] = refusals.unclaimed();
      this.refused = first;
      for (const other of others) refusals.withdraw((refusal) => refusal === other); // The same "no" again.
      if (first) return;
    }
    throw new Error(`${name}'s app sent the same question ${MOST_REPETITIONS} times, and nobody stopped it.`);
  }

  /** When the person may ask again, by the platform's word, in seconds. */
  mayAskAgainIn(): number | undefined {
    return this.refused?.retryAfter;
  }

  /** Opens one more chat, reads nothing there, and asks for the conversation in it again and again. */
  async stopReading(): Promise<void> {
    const { account, chat } = this.actor;
    const threadId = await chat.threadId();
    const connection = await this.drivers.behindThePages.chat.connect(account.session());
    connection.socket?.stopReading();
    for (let time = 0; time < MOST_UNREAD; time += 1)
      connection.socket?.transmit(
        JSON.stringify({ type: 'switch_thread', payload: { thread_id: threadId } }),
      );
    this.unread = connection;
  }

  /** With which code the platform let go of the chat that is not read: nobody can read it there. */
  async fateOfUnread(): Promise<number> {
    const { unread, actor, stage } = this;
    if (!unread) throw new Error(`${actor.name} reads everything.`);
    const operations = need(stage, 'operations', 'logs');
    const look = async () => {
      const lines = await operations.logs(stage.drivers.traceId, 'backend');
      const ended = lines.find(({ connection_id, close_code }) => connection_id === unread.id && close_code);
      if (!ended?.close_code) throw new NotYet('it is open');
      return ended.close_code;
    };
    try {
      return await eventually(`Nobody ever let go of ${actor.name}'s chat`, look, { within: PATIENCE.reply });
    } finally {
      await unread.close();
    }
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
