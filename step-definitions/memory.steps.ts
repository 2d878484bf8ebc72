import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually } from '../support/eventually';
import { needing } from '../support/needing';
import { PATIENCE } from '../world/service-levels';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given(
  '{actor} has told the assistant {string} in {string}',
  needing('mailbox'),
  async function (actor: Actor, words: string, title: string) {
    await actor.account.join();
    await actor.chat.open();
    await actor.memory.tell(words, title);
  },
);

Given(
  '{actor} has begun {string}, {string} and {string}, and the assistant pauses in each of her/his/their answers',
  needing('mailbox', 'llm-script'),
  async function (actor: Actor, one: string, two: string, three: string) {
    await actor.account.join();
    await actor.chat.open();
    await actor.memory.beginAll([one, two, three]);
  },
);

When(
  '{actor} and {actor} ask for their code word in {string} at the same moment',
  needing('llm-script'),
  async function (one: Actor, other: Actor, title: string) {
    await Promise.all([one, other].map(({ memory }) => memory.askForCodeWord(title)));
  },
);

When(
  '{actor} asks a question in {string}, {string} and {string} at the same moment',
  async function (actor: Actor, one: string, two: string, three: string) {
    await actor.memory.askInAll([one, two, three]);
  },
);

Then(
  '{actor} is told {string} and that she/he/they has/have asked twice, and her/his/their agents never hear of {string}',
  needing('llm-script'),
  async function (actor: Actor, own: string, other: string) {
    const { found, used } = await actor.memory.codeWord();
    expect(found, `what the search found for ${actor.name}`).to.deep.equal([`My code word is ${own}.`]);
    expect(used, `how many questions ${actor.name} has asked`).to.equal(2);
    const told = (await actor.assistant.requests())
      .map(({ messages }) => JSON.stringify(messages))
      .join('\n');
    expect(told, `what ${actor.name}'s agents are told`).to.include(own).and.not.include(other);
  },
);

Then(
  'the usage figures count {int} answers each for {actor} and {actor}',
  needing('usage-figures'),
  async function (this: JourneyWorld, answers: number, one: Actor, other: Actor) {
    const figures = this.need('usageFigures', 'usage-figures');
    for (const { account, name } of [one, other]) {
      const look = async () => {
        const events = await figures.events(account.known().id);
        const counted = events.filter(({ event }) => event === 'run_completed');
        expect(counted, `answers that count for ${name}`).to.have.lengthOf(answers);
      };
      await eventually(`The usage figures of ${name} never were right`, look, { within: PATIENCE.figures });
    }
  },
);

Then('three answers are being written for {actor} at once', async function (actor: Actor) {
  expect(await actor.memory.beingAnswered(), 'the conversations with an answer on its way').to.have.lengthOf(
    3,
  );
});

Then(
  '{actor} reads each whole answer in its own conversation when the assistant goes on',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.goesOn();
    const { wanted, came } = await actor.memory.answers();
    expect(came, 'each answer, and where it was told').to.deep.equal(wanted);
  },
);

Then(
  "the agents in each of {actor}'s conversations know of that conversation alone",
  needing('llm-script'),
  async function (actor: Actor) {
    for (const { title, told, others } of await actor.memory.toldInEach()) {
      expect(told.length, `the requests of the agents in "${title}"`).to.be.greaterThan(1);
      for (const other of others) expect(told.join('\n'), `what is told in "${title}"`).to.not.include(other);
    }
  },
);
