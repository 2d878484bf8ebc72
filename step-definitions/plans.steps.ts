import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { share, wayOut } from '../world/abilities/plan';
import type { ExpectedRefusal } from '../support/parameter-types';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

const ON_PAGES = needing('browser');

Given(
  '{actor} has used {int} of the {int} messages of her/his/their plan',
  needing('llm-script'),
  async function (actor: Actor, messages: number, limit: number) {
    await actor.plan.use(messages);
    expect(await actor.plan.usage(), 'the plan').to.deep.equal({ plan: 'free', used: messages, limit });
    actor.plan.keepPlaces();
  },
);

Given(
  "{actor}'s page has warned her/him/them after {int} of the {int} messages of her/his/their plan, and told her/him/them of the last one",
  needing('browser', 'llm-script'),
  async function (actor: Actor, messages: number, limit: number) {
    await actor.plan.useElsewhere(messages, limit);
  },
);

Given(
  'the page did not send {string} for {actor}, because {refusal}',
  ON_PAGES,
  async function (words: string, actor: Actor, { code }: ExpectedRefusal) {
    await actor.plan.tries(words);
    await actor.plan.promptSays('Your message was not sent.');
    expect(actor.refusals.claim(actor.name).code, 'why').to.equal(code);
  },
);

When('{actor} sends {int} messages at the same moment', async function (actor: Actor, messages: number) {
  await actor.plan.useAtOnce(messages);
});

Then(
  'each backend says that {actor} has used {int} of {int} messages of the {plan} plan',
  async function (actor: Actor, used: number, limit: number, plan: string) {
    const wanted = { plan, used, limit };
    expect(await actor.plan.usageEverywhere(), 'the plan, as each backend tells it').to.deep.equal([
      wanted,
      wanted,
    ]);
  },
);

Then(
  "{int} of them are answered, and {int} is refused because the plan's messages are used up",
  async function (this: JourneyWorld, answered: number, refused: number) {
    const [actor] = this.cast.everyone();
    expect(await actor?.plan.outcomes(), 'what became of the messages').to.deep.equal({
      taken: answered,
      refused: Array.from({ length: refused }, () => 'quota_exceeded'),
    });
  },
);

Then(
  '{actor} is told that {int} of {int} messages are used when the answer has failed',
  async function (actor: Actor, used: number, limit: number) {
    const { payload } = await actor.chat.failure();
    expect(payload['retryable'], 'whether it can be tried again').to.equal(true);
    const [told] = await actor.plan.tellings('quota_lifted');
    expect(told && share(told.payload), 'what the chat says').to.equal(`${used} of ${limit}`);
  },
);

Then(
  '{actor} is answered when she/he/they tries again, and has used {int} of {int}',
  needing('llm-script'),
  async function (actor: Actor, used: number, limit: number) {
    await actor.assistant.recovers();
    await actor.chat.tryAgain();
    expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
    expect(await actor.plan.usage(), 'the plan').to.deep.equal({ plan: 'free', used, limit });
  },
);

Then(
  '{actor} finds herself/himself/themselves on the {plan} plan, with {int} messages used',
  ON_PAGES,
  async function (actor: Actor, plan: string, used: number) {
    const [name, usage] = await actor.plan.planShown(plan);
    expect([name, usage], 'the plan on the settings page').to.deep.equal([
      `${plan} plan`,
      `${used} messages used`,
    ]);
  },
);

Then(
  '{string} still stands in the box, and {actor} is answered when she/he/they sends it',
  ON_PAGES,
  async function (words: string, actor: Actor) {
    expect(await actor.plan.wordsInTheBox(), 'what stands in the box').to.equal(words);
    await actor.chat.open();
    expect(await actor.plan.ask(words, actor.chat), 'the answer').to.match(/\w+/);
  },
);

Then(
  "each of {actor}'s tabs is warned once after {int} of {int} messages, and then told where to get more",
  async function (this: JourneyWorld, actor: Actor, used: number, limit: number) {
    for (const { payload, times } of await actor.plan.tellings('quota_warning'))
      expect([share(payload), times], 'the warning, and how often it came').to.deep.equal([
        `${used} of ${limit}`,
        1,
      ]);
    await isShownTheWayOut(actor, `${limit} of ${limit}`, this.stage.platform.origin);
  },
);

Then(
  "each of {actor}'s tabs is told that the limit is gone, and answers her/him/them",
  async function (actor: Actor) {
    for (const { payload, times } of await actor.plan.tellings('quota_lifted'))
      expect({ limit: payload['limit'], times }, 'what each tab is told').to.deep.equal({
        limit: null,
        times: 1,
      });
    for (const tab of actor.tabs.all())
      expect(await actor.plan.ask('And what do 6 servers cost?', tab), 'the answer').to.match(/\w+/);
  },
);

Then(
  'back on the free plan, {actor} is told in each tab that {int} of {int} messages are used, and sends no more',
  async function (this: JourneyWorld, actor: Actor, used: number, limit: number) {
    actor.plan.keepPlaces();
    await actor.plan.downgrade();
    await isShownTheWayOut(actor, `${used} of ${limit}`, this.stage.platform.origin);
    await actor.plan.tries('And what do 7 servers at 14 dollars cost?');
    expect(actor.refusals.claim(actor.name).code, 'why').to.equal('quota_exceeded');
  },
);

/** In each open chat. */
async function isShownTheWayOut(actor: Actor, used: string, origin: string): Promise<void> {
  for (const { payload } of await actor.plan.tellings('quota_exceeded'))
    expect([share(payload), wayOut(payload)], 'what is used, and where the prompt leads').to.deep.equal([
      used,
      `${origin}/settings`,
    ]);
}
