import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import { TEXTS } from '../world/contract/texts';
import type { JourneyWorld } from '../world/journey-world';

const WORDS_ARE_MADE_OF = ['CODE', 'P', 'PRE'];

Given(
  'the assistant answers {actor} with the very words that she/he/they asks/ask with',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.repeats(TEXTS.map(({ text }) => text));
  },
);

Given(
  'the assistant answers {actor} with {string}',
  needing('llm-script'),
  async function (actor: Actor, answer: string) {
    await actor.assistant.answers(answer);
  },
);

When('{actor} asks with every kind of text that people write', async function (actor: Actor) {
  await actor.frames.sayEveryText();
});

When("{actor}'s app sends texts that cannot be kept", async function (actor: Actor) {
  await actor.frames.sayTheUnsayable();
});

When("{actor}'s app asks in the form of another contract", async function (actor: Actor) {
  await actor.frames.sendOldForm();
});

When("{actor}'s app sends everything that is no frame of the contract", async function (actor: Actor) {
  await actor.frames.sendMalformed();
});

When("{actor}'s app sends a frame of every type", async function (actor: Actor) {
  await actor.frames.sendEveryType();
});

When("{actor}'s app sends what nobody can read, each in a chat of its own", async function (actor: Actor) {
  await actor.frames.sendUnreadable();
});

Then(
  'each text comes back to {actor} as it was written, wherever it comes back',
  async function (actor: Actor) {
    const trips = await actor.frames.roundTrips();
    expect(trips, 'texts that were written').to.have.length(TEXTS.length);
    for (const { what, written, accepted, answered, inHistory } of trips) {
      expect(accepted, `${what}, as it was accepted`).to.equal(written);
      expect(answered, `${what}, as it was answered`).to.equal(written);
      expect(inHistory, `${what}, as the conversation has it from both sides`).to.deep.equal([
        written,
        written,
      ]);
    }
  },
);

Then('each of them is answered to {actor}, as the contract says', function (actor: Actor) {
  const outcomes = actor.frames.whatCameOfThem();
  expect(
    outcomes.map(({ what, came }) => `${what}: ${came}`),
    'what came of each',
  ).to.deep.equal(outcomes.map(({ what, expected }) => `${what}: ${expected}`));
});

Then("{actor}'s chat goes on", async function (actor: Actor) {
  expect(await actor.chat.goesOn(), `whether ${actor.name}'s chat goes on`).to.equal(true);
});

Then('{actor} sees how many messages she/he/they has/have used', async function (actor: Actor) {
  const course = await actor.progress.course();
  const [found] = course
    .filter(({ type }) => type === 'tool_completed')
    .map(({ payload }) => payload['result']);
  expect(found, 'what was looked up').to.deep.include({ plan: 'free', used: 1 });
});

Then('nothing that {actor} is told is half-built', function (actor: Actor) {
  expect(actor.chat.frames(), 'what was told').to.have.length.above(5);
  expect(actor.frames.halfBuilt(), 'what is half-built').to.deep.equal([]);
});

Then(
  "nothing of it has become a part of {actor}'s page",
  needing('browser'),
  async function (this: JourneyWorld, actor: Actor) {
    const elements = await actor.chat.screen().elementsOfWords();
    expect(elements, 'what words are made of').to.not.deep.equal([]);
    expect(
      elements.filter((name) => !WORDS_ARE_MADE_OF.includes(name)),
      'what words became',
    ).to.deep.equal([]);
  },
);
