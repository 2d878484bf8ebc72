import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

Given(
  'the assistant makes its answer to {actor} {int} characters at a time: {string}',
  needing('llm-script'),
  async function (actor: Actor, size: number, answer: string) {
    await actor.streaming.expectPieces(size, answer);
  },
);

Given(
  'the assistant has begun to answer {actor} and pauses after the words {string} of {string}',
  needing('llm-script'),
  async function (actor: Actor, first: string, answer: string) {
    await actor.streaming.begin(first, answer);
  },
);

Given(
  '{actor} has shown a newer token to the chat when it warned her/him/them',
  async function (actor: Actor) {
    await actor.chat.warning();
    await actor.account.renew();
    await actor.chat.showNewToken();
  },
);

When("{actor}'s app sends the question again and again", async function (actor: Actor) {
  await actor.streaming.repeatQuestion();
});

Given(
  '{actor} has read an answer of {int} characters',
  needing('llm-script'),
  async function (actor: Actor, length: number) {
    const answer = 'Words. '.repeat(length).slice(0, length);
    await actor.assistant.answers(answer);
    await actor.chat.ask('What do 3 servers at 14 dollars cost?');
    expect(await actor.chat.answer(), 'the answer').to.equal(answer);
  },
);

When(
  "{actor}'s app asks for the conversation again and again, and reads nothing",
  async function (actor: Actor) {
    await actor.streaming.stopReading();
  },
);

When('{actor} stops the answer and asks something else', async function (actor: Actor) {
  await actor.streaming.stop();
});

Then(
  '{actor} reads each piece before the next one is made',
  needing('llm-script'),
  async function (actor: Actor) {
    const parts = await actor.streaming.readPieceByPiece();
    expect(parts, 'what was read, and what the model had made by then').to.deep.equal(
      actor.streaming.expected(),
    );
  },
);

Then('{actor} is told when she/he/they may ask again', function (actor: Actor) {
  expect(actor.streaming.mayAskAgainIn(), 'seconds until there is room again').to.be.within(1, 60);
});

Then(
  '{actor} finds the answer {string} when she/he/they comes/come back to the conversation',
  needing('llm-script'),
  async function (actor: Actor, answer: string) {
    await actor.account.logIn();
    await actor.chat.open();
    await actor.assistant.goesOn();
    expect(await actor.streaming.whatIsLeft(2), 'the conversation').to.deep.equal([
      actor.chat.words(),
      answer,
    ]);
  },
);

Then(
  'the platform lets go of the chat that {actor} does not read, and of no other',
  needing('logs'),
  async function (actor: Actor) {
    expect(await actor.streaming.fateOfUnread(), 'the close code').to.equal(1013);
    expect(await actor.chat.goesOn(), `whether ${actor.name}'s other chat goes on`).to.equal(true);
  },
);

Then('no word of the first answer comes to {actor} any more', function (actor: Actor) {
  const { later, next } = actor.streaming.afterStop();
  expect(next, 'the answer to the other question').to.match(/\w+/);
  expect(
    later.map(({ type }) => type),
    'what was told of the first answer after its end',
  ).to.deep.equal([]);
});

Then(
  'the language model is let off the answer to {actor}',
  needing('llm-script'),
  async function (actor: Actor) {
    expect(await actor.streaming.fateOfStopped(), 'what became of the call to the model').to.equal(
      'abandoned',
    );
  },
);
