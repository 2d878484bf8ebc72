import { crowdSize } from '../support/crowd-size';
import type { Actor } from './actor';
import type { Cast } from './cast';

/** What one of many asks, and the only answer to it. */
interface Secret {
  readonly number: number;
  readonly answer: string;
}

const NOTES = 'Notes';
const QUESTION = 'What is my number?';
const FIRST_NUMBER = 4_711;
const MOMENT = '2020-01-01T00:00:00.000Z';
/** Of an answer before the assistant pauses in it. */
const BEGINNING = 9;
/** Who signs up at the same moment: the rest waits, since a password costs its service more than all that follows. */
const AT_ONE_DOOR = 10;

/** What one of the crowd read, against what was to be read. */
export interface Read {
  readonly name: string;
  readonly wanted: readonly string[];
  readonly read: readonly string[];
}

/** Many people at once, each with something that nobody else knows. */
export class Crowd {
  private readonly secrets = new Map<Actor, Secret>();

  constructor(private readonly cast: Cast) {}

  /** At least as many customers, or as many as `--users` says; each has noted a number of their own. */
  async gather(atLeast: number): Promise<void> {
    const people = Array.from({ length: Math.max(atLeast, crowdSize()) }, (_, at) =>
      this.cast.actor(`Person${at + 1}`),
    );
    await inTurns(people, async (person) => {
      const number = FIRST_NUMBER + people.indexOf(person);
      await person.account.becomeCustomer();
      this.secrets.set(person, { number, answer: answerWith(number) });
    });
  }

  people(): readonly Actor[] {
    if (this.secrets.size === 0) throw new Error('There is no crowd.');
    return [...this.secrets.keys()];
  }

  /** All of them at the same moment, from the login to the question. */
  async comeAndAsk(): Promise<void> {
    await Promise.all(this.people().map(async (person) => this.comes(person)));
  }

  /** How many answers are being written at the same time: those that have begun, once all have, and have not ended. */
  async beingAnswered(): Promise<number> {
    await Promise.all(this.people().map(({ conversations }) => conversations.answerBegins(NOTES)));
    return this.people().filter(({ conversations }) => conversations.isBeingAnswered(NOTES)).length;
  }

  /** Everything that the conversation of each holds, when the assistant has gone on and all answers are there. */
  async conversationsOfAll(): Promise<readonly Read[]> {
    await Promise.all(this.people().map(({ assistant }) => assistant.goesOn()));
    return Promise.all(
      this.people().map(async ({ name, conversations }) => {
        const { answer, number } = this.secretOf(name);
        const { content } = await conversations.answerIn(NOTES);
        await conversations.turnTo(NOTES);
        const wanted = [answer, noteOf(number), QUESTION, answer];
        return { name, wanted, read: [content, ...conversations.lastShown()] };
      }),
    );
  }

  /** Each one who was told of a run, a conversation or a number that is somebody else's, with what of it. */
  async told(): Promise<readonly string[]> {
    // Whatever was on its way to the wrong one has come before what each now asks for.
    await Promise.all(this.people().map(({ chat }) => chat.goesOn()));
    const numbers = [...this.secrets.values()].map(({ number }) => number);
    return this.people().flatMap((person) => {
      const own = this.secretOf(person.name).number;
      const frames = JSON.stringify(person.chat.frames());
      const others = numbers.filter((number) => number !== own && frames.includes(noteOf(number)));
      const runs = new Set(person.chat.frames().flatMap(({ run_id }) => run_id ?? []));
      return [
        ...others.map((number) => `${person.name} is told ${number}, which is somebody else's number`),
        ...(runs.size === 1 ? [] : [`${person.name} is told of ${runs.size} answers and asked for one`]),
      ];
    });
  }

  /** Comes with a login, chats, and leaves again. */
  async comeChatAndLeave(look: () => Promise<void> = async () => undefined): Promise<void> {
    await Promise.all(this.people().map(({ chat }) => chat.open()));
    await look();
    await Promise.all(
      this.people().map(async ({ chat }) => {
        await chat.ask('What do 3 servers at 14 dollars cost?');
        await chat.answer();
      }),
    );
    await Promise.all(this.people().map(({ chat }) => chat.settle()));
  }

  async logIn(): Promise<void> {
    await Promise.all(this.people().map(({ account }) => account.logIn()));
  }

  private async comes(person: Actor): Promise<void> {
    const { account, archive, assistant, chat, conversations, name } = person;
    await account.logIn();
    await chat.open();
    await archive.onceSaid(noteOf(this.secretOf(name).number), NOTES);
    await assistant.findsAndPauses(QUESTION, 'number', 'You said: ', BEGINNING);
    await conversations.ask(QUESTION, NOTES);
  }

  private secretOf(name: string): Secret {
    const secret = this.secrets.get(this.cast.actor(name));
    if (!secret) throw new Error(`${name} is not one of the crowd.`);
    return secret;
  }
}

const noteOf = (number: number): string => `My number is ${number}.`;

/** Word for word: what the search gave is in it, moment included. */
const answerWith = (number: number): string =>
  `You said: ${JSON.stringify([{ role: 'user', content: noteOf(number), created_at: MOMENT }])}`;

async function inTurns(people: readonly Actor[], work: (person: Actor) => Promise<void>): Promise<void> {
  const waiting = [...people];
  const next = async (): Promise<void> => {
    for (let person = waiting.shift(); person; person = waiting.shift()) await work(person);
  };
  await Promise.all(Array.from({ length: AT_ONE_DOOR }, next));
}
