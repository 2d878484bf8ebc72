import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Actor } from '../world/actor';
import { DOORS } from '../world/drivers/limits';

const REFUSED_EVERYWHERE = Object.fromEntries(DOORS.map((door) => [door, '429 rate_limited']));

When('{actor} asks the backend for more than one person may', async function (actor: Actor) {
  await actor.tries(() => actor.limits.askUntilRefused('backend'));
});

When('{actor} knocks at the auth service until nobody answers any more', async function (actor: Actor) {
  await actor.tries(() => actor.limits.knockUntilRefused());
});

When('{actor} asks questions faster than one person may', async function (actor: Actor) {
  await actor.limits.questionUntilRefused();
});

When('{actor} asks at the auth service, at each backend and in the chat', async function (actor: Actor) {
  await actor.limits.noteCounts();
});

Then('each answer until then told {actor} truthfully what was left', function (actor: Actor) {
  const left = actor.limits.left();
  const [first = 0] = left;
  expect(left, 'what was left after each call').to.deep.equal(left.map((_, index) => first - index));
  expect(left.at(-1), 'what was left after the last call that was served').to.equal(0);
});

Then('each of them had counted what {actor} asked at the others', function (actor: Actor) {
  const counts = actor.limits.counts();
  const [first = 0] = counts;
  // The question in the chat took one as well, between the last two.
  expect(counts, 'what was left after each').to.deep.equal([first, first - 1, first - 2, first - 4]);
});

Then('the auth service and each backend refuse {actor} for the same reason', async function (actor: Actor) {
  expect(await actor.limits.doors(), 'what each door says').to.deep.equal(REFUSED_EVERYWHERE);
});

Then("as many of {actor}'s questions as the welcome promised are answered", async function (actor: Actor) {
  const { promised, taken, answered } = await actor.limits.answersToQuestions();
  expect(taken, 'questions that were taken').to.equal(promised);
  expect(answered, 'answers').to.equal(taken);
});

Then('{actor} is served at once', async function (actor: Actor) {
  const answers = Object.values(await actor.limits.doors());
  expect(answers, 'what each door says').to.deep.equal(DOORS.map(() => 'served'));
});

Then('{actor} is served again as soon as the time is over that was told', async function (actor: Actor) {
  expect(await actor.limits.waitAsTold(), 'seconds to wait').to.be.greaterThan(0);
  const answers = Object.values(await actor.limits.doors());
  expect(answers, 'what each door says').to.deep.equal(DOORS.map(() => 'served'));
});

Then('{actor} is answered again as soon as the time is over that was told', async function (actor: Actor) {
  expect(await actor.limits.waitAsTold(), 'seconds to wait').to.be.greaterThan(0);
  await actor.chat.ask('And what do 4 servers at 14 dollars cost?');
  expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
});

Then('{actor} can log in from where she/he/they is/are', async function (actor: Actor) {
  await actor.account.logIn();
  expect(actor.account.session().account.id, 'whose account is open').to.equal(actor.account.known().id);
});
