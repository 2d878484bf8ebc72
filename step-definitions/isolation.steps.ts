import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

/** The backend at which each of two people asks; both listen at both. */
const [HERE, THERE] = ['here', 'there'];

Given(
  '{actor} has her/his/their chat open at both backends',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.account.join();
    await actor.tabs.open(HERE, '1');
    await actor.tabs.open(THERE, '2');
  },
);

Given(
  '{actor} and {actor} each have their chat open on a laptop and on a phone',
  needing('mailbox'),
  async function (one: Actor, other: Actor) {
    for (const { account, devices } of [one, other]) {
      await account.join();
      for (const device of ['laptop', 'phone']) await devices.add(device);
    }
  },
);

When(
  '{actor} and {actor} take their histories along at the same moment',
  async function (one: Actor, other: Actor) {
    await Promise.all([one, other].map(({ archive }) => archive.take('json')));
  },
);

When(
  '{actor} and {actor} each ask a question, one at the one backend and one at the other',
  async function (one: Actor, other: Actor) {
    await Promise.all([
      one.tabs.ask('What do 3 servers at 14 dollars cost?', HERE),
      other.tabs.ask('What do 4 servers at 14 dollars cost?', THERE),
    ]);
  },
);

When(
  '{actor} changes her/his/their name to {string} and logs out on her/his/their phone',
  async function (actor: Actor, name: string) {
    await actor.profile.changeName(name);
    await actor.devices.logOut('phone');
  },
);

Then(
  "{actor}'s file holds {string} in {string} and nothing else",
  function (actor: Actor, words: string, conversation: string) {
    expect(actor.archive.held(), 'what the file holds').to.deep.equal([{ conversation, who: 'you', words }]);
  },
);

Then('neither of {actor} and {actor} gets the file of the other', async function (one: Actor, other: Actor) {
  for (const [who, whose] of [
    [one, other],
    [other, one],
  ] as const) {
    await who.tries(() => who.archive.takeFileOf(whose));
    expect(who.refusals.claim(who.name).code, `what becomes of ${whose.name}'s file`).to.equal(
      'export_not_found',
    );
  }
});

Then(
  '{actor} and {actor} each read their answer at both backends, and are told of nothing else',
  async function (one: Actor, other: Actor) {
    for (const { tabs } of [one, other])
      for (const tab of tabs.all()) expect(await tab.answer(), 'the answer').to.match(/\w+/);
    // Whatever went to the wrong one has come before the answer to another question.
    for (const { tabs } of [one, other])
      expect(await tabs.toldUntilFence(THERE), 'what came').to.include('final_report');
    for (const { tabs, name } of [one, other]) {
      const { own, told } = tabs.runs();
      expect(own, `${name}'s answers`).to.have.lengthOf(2);
      expect(told, `the answers that each of ${name}'s tabs is told of`).to.deep.equal([own, own]);
    }
  },
);

Then(
  'what is told to each of them is counted without a gap, for that person alone',
  function (this: JourneyWorld) {
    for (const { tabs, name } of this.cast.everyone())
      for (const tab of tabs.all()) {
        const { after, told } = tabs.numbers(tab);
        expect(told.length, `how much ${name} is told`).to.be.greaterThan(10);
        expect(told, `the numbers of what ${name} is told`).to.deep.equal(
          told.map((_, at) => after + 1 + at),
        );
      }
  },
);

Then(
  '{actor} hears of {string} on her/his/their laptop, and her/his/their chat on the phone ends',
  async function (actor: Actor, name: string) {
    expect(await actor.memory.hearsOfNames('laptop', name), 'the names that are told').to.deep.equal([name]);
    expect((await actor.devices.ending('phone')).closed.code, 'how the chat on the phone ends').to.equal(
      4004,
    );
  },
);

Then(
  '{actor}, who then changes his/her/their name to {string}, hears of that alone on his/her/their laptop and his/her/their phone',
  async function (actor: Actor, name: string) {
    // Later on the same way than everything that is not to reach this person.
    await actor.profile.changeName(name);
    for (const device of ['laptop', 'phone']) {
      expect(await actor.memory.hearsOfNames(device, name), `the names told on the ${device}`).to.deep.equal([
        name,
      ]);
      expect(await actor.devices.goesOn(device), `whether the chat on the ${device} goes on`).to.equal(true);
    }
  },
);
