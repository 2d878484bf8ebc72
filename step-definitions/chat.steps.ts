import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

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
  needing('browser'),
  async function (actor: Actor, words: string) {
    expect(await actor.chat.unfinishedAnswer(words), 'what there is of the answer').to.equal(words);
  },
);

Then(
  '{actor} reads the answer {string} when the assistant goes on',
  needing('llm-script'),
  async function (actor: Actor, answer: string) {
    await actor.chat.letAnswerGoOn();
    expect(await actor.chat.answer(), 'the answer').to.equal(answer);
  },
);

Then('{actor} reads an answer', async function (actor: Actor) {
  expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
});
