import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { JourneyWorld } from '../world/journey-world';
import { PLANNED_FOR_ONE } from '../world/steward';

Given(
  'at least {int} people are customers, each with a number that nobody else knows',
  needing('mailbox'),
  async function (this: JourneyWorld, people: number) {
    await this.crowd.gather(people);
  },
);

Given(
  'at least {int} people are customers, have come, chatted and left',
  needing('mailbox'),
  async function (this: JourneyWorld, people: number) {
    await this.crowd.gather(people);
    await this.crowd.logIn();
    await this.crowd.comeChatAndLeave();
  },
);

Given('the operators have looked at what each service holds', async function (this: JourneyWorld) {
  await this.steward.look();
});

When(
  'all of them log in, open their chats, note their numbers and ask for them, at the same moment',
  needing('llm-script'),
  async function (this: JourneyWorld) {
    await this.crowd.comeAndAsk();
  },
);

When('all of them come, chat and leave {int} times more', async function (this: JourneyWorld, times: number) {
  for (let time = 1; time <= times; time += 1) {
    const isLast = time === times;
    await this.crowd.comeChatAndLeave(isLast ? () => this.steward.lookWhileTheyAreThere() : undefined);
    await this.steward.lookAfterwards();
  }
});

Then('an answer is being written for each of them at the same time', async function (this: JourneyWorld) {
  expect(await this.crowd.beingAnswered(), 'answers on their way').to.equal(this.crowd.people().length);
});

Then(
  'each of them reads the own number, word for word, and finds nothing else in the own conversation',
  needing('llm-script'),
  async function (this: JourneyWorld) {
    for (const { name, wanted, read } of await this.crowd.conversationsOfAll())
      expect(read, `what ${name} reads, and finds in the conversation`).to.deep.equal(wanted);
  },
);

Then("nobody is told anything of anybody else's", async function (this: JourneyWorld) {
  expect(await this.crowd.told(), 'who is told of what').to.deep.equal([]);
});

Then(
  'each of them cost the services no more memory than was planned while they were there',
  function (this: JourneyWorld) {
    const cost = this.steward.costOfEach(this.crowd.people().length);
    expect(cost, 'bytes that the backends held more, for each person').to.be.lessThan(PLANNED_FOR_ONE);
  },
);

Then(
  'each service has let go of every connection, timer and listener that they needed',
  async function (this: JourneyWorld) {
    const lookedAt = await this.steward.everythingIsLetGo(this.crowd.people().length);
    expect(lookedAt, 'processes that were looked at').to.have.length.greaterThan(2);
  },
);

Then('no service holds more memory from one time to the next', function (this: JourneyWorld) {
  expect(this.steward.growing(), 'services that grow').to.deep.equal([]);
});
