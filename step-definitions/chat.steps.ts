import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { ExpectedRefusal, Intrusion } from '../support/parameter-types';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given(
  '{actor} is a new customer with her/his/their chat open',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.account.join();
    await actor.chat.open();
  },
);

Given('{actor} has opened her/his/their chat', async function (actor: Actor) {
  await actor.chat.open();
  expect(actor.chat.attributedTo(), 'the session that the chat belongs to').to.equal(
    actor.account.session().id,
  );
});

Given("{actor}'s chat has warned that the token is about to expire", async function (actor: Actor) {
  await actor.chat.warning();
});

Given('{actor} has shown her/his/their new token to the chat', async function (actor: Actor) {
  await actor.chat.showNewToken();
});

When('{actor} opens her/his/their chat', async function (actor: Actor) {
  await actor.tries(() => actor.chat.open());
});

When('{actor} opens her/his/their chat with the token as a subprotocol', async function (actor: Actor) {
  await actor.tries(() => actor.chat.open({ token: 'subprotocol' }));
});

When('{actor} opens another chat', async function (actor: Actor) {
  await actor.tries(() => actor.chat.openAnother({}));
});

When('{actor} opens another chat with {intrusion}', async function (actor: Actor, intrusion: Intrusion) {
  await actor.tries(() => actor.chat.openAnother(intrusion, intrusion.accessToken));
});

When(
  '{actor} opens her/his/their chat and asks her/his/their question in the same moment',
  async function (actor: Actor) {
    await actor.chat.openAsking('What do 3 servers at 14 dollars cost?');
  },
);

When('{actor} and {actor} ask a question each', async function (one: Actor, other: Actor) {
  await Promise.all([one.chat.ask('What do 3 servers cost?'), other.chat.ask('What do 4 servers cost?')]);
});

When("the token that {actor}'s chat was opened with expires", async function (actor: Actor) {
  await actor.account.letSpentTokenExpire();
});

Then("the chat belongs to {actor}'s session", function (actor: Actor) {
  expect(actor.chat.attributedTo(), 'the session that the chat belongs to').to.equal(
    actor.account.session().id,
  );
});

Then('{actor} is welcomed before anything else is said', function (actor: Actor) {
  expect(actor.chat.told()[0], 'the first word of the platform').to.equal('connection_established');
});

Then('the token is not sent back to {actor}', function (actor: Actor) {
  expect(actor.chat.protocol(), 'the subprotocol that the platform chose').to.equal('chat.v1');
});

Then(
  'the chat stays closed to {actor} because {closing}',
  function (actor: Actor, { code, status }: ExpectedRefusal) {
    const refusal = actor.refusals.claim(actor.name);
    expect(`${refusal.status} ${refusal.code}`, refusal.detail).to.equal(`${status} ${code}`);
  },
);

Then(
  "{actor}'s chat ends because {closing}",
  async function (actor: Actor, { code, status }: ExpectedRefusal) {
    const { said, closed } = await actor.chat.ending();
    expect(`${closed.status} ${said.code}`, said.detail).to.equal(`${status} ${code}`);
    expect(said.detail, 'what the person is told').to.match(/^[A-Z].{15,}\.$/);
  },
);

Then('{actor} can open her/his/their chat and is answered', async function (actor: Actor) {
  await actor.chat.open();
  await actor.chat.ask('What do 3 servers at 14 dollars cost?');
  expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
});

Then(
  '{actor} can open her/his/their chat again after renewing her/his/their login',
  async function (actor: Actor) {
    await actor.account.renew();
    await actor.chat.open();
    expect(actor.chat.attributedTo(), 'the session of the new chat').to.equal(actor.account.session().id);
  },
);

Then(
  'each question is on record under the name of the one who asked it',
  needing('databases'),
  async function (this: JourneyWorld) {
    for (const { name, account, chat } of this.cast.everyone()) {
      const { messageId } = await chat.acceptance();
      const stored = await this.need('backendRecords', 'databases').message(messageId);
      expect({ of: stored?.userId, content: stored?.content }, `${name}'s question`).to.deep.equal({
        of: account.known().id,
        content: chat.words(),
      });
    }
  },
);

Given('{actor} has read an answer', async function (actor: Actor) {
  await actor.chat.ask('What do 3 servers at 14 dollars cost?');
  await actor.chat.answer();
});

When('{actor} asks {string}', async function (actor: Actor, words: string) {
  await actor.chat.ask(words);
});

Then('{actor} sees that her/his/their question has arrived', async function (actor: Actor) {
  const { content } = await actor.chat.acceptance();
  expect(content, 'the question as the platform took it').to.equal(actor.chat.words());
});

Then("an agent takes up {actor}'s question", async function (actor: Actor) {
  expect(await actor.chat.firstAgent(), "the agent's name").to.match(/^[a-z]+$/);
});

Then('{actor} reads the answer {string}', async function (actor: Actor, answer: string) {
  expect(await actor.chat.answer(), 'the answer').to.equal(answer);
});

Then(
  '{actor} reads {string} while the answer is still being written',
  async function (actor: Actor, words: string) {
    expect(await actor.chat.unfinishedAnswer(words), 'what there is of the answer').to.equal(words);
  },
);

Then(
  '{actor} reads the answer {string} when the assistant goes on',
  needing('llm-script'),
  async function (actor: Actor, answer: string) {
    await actor.assistant.goesOn();
    expect(await actor.chat.answer(), 'the answer').to.equal(answer);
  },
);

Then('{actor} reads an answer', async function (actor: Actor) {
  expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
});
