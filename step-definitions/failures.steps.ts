import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { Failing } from '../world/abilities/assistant';
import type { ToldFailure } from '../world/abilities/failures';

/** What nobody outside of the house understands. */
const JARGON =
  /\d{3}|\b(error|exception|http|json|api|null|undefined|stack|timeout|circuit|model|llm|server)\b/i;

Given(
  'the assistant {failing} when it answers {actor}',
  needing('llm-script'),
  async function (failing: Failing, actor: Actor) {
    await actor.assistant.fails(failing);
  },
);

Given('{actor} has asked {string} in vain', async function (actor: Actor, words: string) {
  isFriendly(await actor.failures.askInVain(words));
});

When(
  '{actor} tries again, now that the assistant has recovered',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.recovers();
    await actor.chat.tryAgain();
  },
);

Then(
  '{actor} is told in plain words that it came to nothing, and offered to try again',
  async function (actor: Actor) {
    isFriendly(await actor.failures.meet());
  },
);

Then(
  'support finds that the assistant {failing}, by the reference that {actor} was given',
  needing('logs'),
  async function (failing: Failing, actor: Actor) {
    const lines = await actor.failures.foundBySupport();
    expect(lines, 'errors under the reference').to.have.length(1);
    expect(lines[0]?.err?.message, 'the cause').to.match(failing.cause);
  },
);

Then(
  "{actor}'s next question goes into the same conversation, which has everything once",
  async function (actor: Actor) {
    const { chat } = actor;
    const first = { question: chat.words(), answer: await chat.answer() };
    await chat.goOn('And what do 4 servers cost?');
    const second = await chat.answer();
    expect(await chat.historyOf(await chat.threadId()), 'the conversation').to.deep.equal([
      ...[first.question, first.answer],
      ...[chat.words(), second],
    ]);
  },
);

function isFriendly({ message, reference, offersRetry }: ToldFailure): void {
  expect(message, 'what the person is told').to.match(/^[A-Z].{20,}\.$/);
  expect(message, 'what the person is told').to.not.match(JARGON);
  expect(message, 'what the person can do').to.match(/try again/i);
  expect(reference, 'the reference for support').to.match(/^[0-9a-f]{32}$/);
  expect(offersRetry, 'whether the person can try again').to.equal(true);
}
