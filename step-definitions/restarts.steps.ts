import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { VERDICTS } from '../world/abilities/doors';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given('{actor} has logged out on {device}', async function (actor: Actor, device: string) {
  await actor.devices.add(device);
  await actor.devices.logOut(device);
  await actor.devices.ending(device);
});

Given(
  "{actor}'s app calls the platform all the time, and asks one question after the other",
  async function (actor: Actor) {
    await actor.traffic.begin();
  },
);

When(
  'the power fails for every service and the cache, and comes back',
  needing('restarts'),
  async function (this: JourneyWorld) {
    for (const { refusals } of this.cast.everyone()) refusals.expectInterruptions();
    await this.operator.losePower();
    await this.operator.restorePower();
  },
);

When(
  'the operators replace both backends, one after the other',
  needing('restarts'),
  async function (this: JourneyWorld) {
    const flows = () => Promise.all(this.cast.everyone().map(({ traffic }) => traffic.flows()));
    await this.operator.replaceBackends(flows);
  },
);

Then(
  '{actor} reads the whole answer, which the assistant had to begin anew, and it is on record once',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.chat.comeBack();
    await actor.assistant.goesOnAnew();
    const answer = await actor.chat.answer();
    const stored = await actor.travel.stored(await actor.chat.threadId());
    expect(
      stored.map(({ content }) => content),
      'what is on record',
    ).to.deep.equal([actor.chat.words(), answer]);
    actor.refusals.interruptionsAreOver();
  },
);

Then(
  '{actor} is still logged in, in the same session, and {device} is still logged out',
  needing('cache'),
  async function (this: JourneyWorld, actor: Actor, device: string) {
    const { id, accessToken } = actor.account.session();
    expect(actor.chat.attributedTo(), 'the session of the new connection').to.equal(id);
    expect(await actor.doors.show(accessToken), 'the login from before').to.deep.equal(VERDICTS.genuine);
    const gone = actor.devices.session(device);
    expect(await actor.doors.show(gone.accessToken, gone), `the ${device}'s`).to.deep.equal(VERDICTS.ended);
    const kept = (await this.need('cache', 'cache').mentions([id])).map(({ where }) => where);
    expect(kept.join(', '), 'where the cache has the session').to.match(/auth:session:/);
  },
);

Then("none of {actor}'s calls was refused, or left without an answer", async function (actor: Actor) {
  const { calls, refused } = await actor.traffic.end();
  expect(refused, `what was refused of ${calls} calls`).to.deep.equal([]);
});

Then("{actor}'s chat came back where it stopped, in the same session", async function (actor: Actor) {
  const { sessions } = await actor.traffic.end();
  const { id } = actor.account.session();
  expect(sessions.length, 'connections of the chat, one after the other').to.be.within(2, 3);
  expect(new Set(sessions), 'the sessions they belong to').to.deep.equal(new Set([id]));
});

Then("each of {actor}'s questions is on record once, with one answer", async function (actor: Actor) {
  const { questions } = await actor.traffic.end();
  const stored = (await actor.travel.everythingAnswered()).filter((messages) => messages.length > 0);
  const said = stored.map((messages) =>
    messages.map(({ role, content }) => (role === 'user' ? content : role)),
  );
  expect(said, 'what is on record').to.have.deep.members(questions.map((words) => [words, 'assistant']));
});
