import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';
import { PLAN_RECIPES, type PlanAccountState } from '../world/recipes';

const PAYING = needing('payments');

Given(
  "{actor}'s account is {planAccountState}",
  needing('mailbox', 'payments'),
  async function (actor: Actor, state: PlanAccountState) {
    await PLAN_RECIPES[state](actor);
  },
);

When('{actor} upgrades to the pro plan and pays', PAYING, async function (actor: Actor) {
  await actor.plan.upgrade();
});

When(
  '{actor} wants the pro plan, and pays with a card that is declined',
  PAYING,
  async function (actor: Actor) {
    await actor.tries(() => actor.plan.upgrade('declined'));
  },
);

When(
  "the word that {actor} has paid comes again: as it was, forged, with {actor}'s name put in, and an hour late",
  PAYING,
  async function (actor: Actor, other: Actor) {
    const forms = {
      'as it was': {},
      forged: { secret: 'what somebody guessed' },
      "with another's name put in": { altered: { customer: other.account.known().id } },
      'an hour late': { signed_seconds_ago: 3_600 },
    };
    await actor.plan.wordComesAgain(forms, 'subscription.started');
  },
);

When('{actor} follows the prompt to the pro plan and pays', PAYING, async function (actor: Actor) {
  await actor.plan.followPromptAndPay();
});

Then(
  '{actor} is on the {plan} plan and pays for nothing',
  PAYING,
  async function (actor: Actor, plan: string) {
    expect((await actor.plan.usage()).plan, 'the plan').to.equal(plan);
    expect(await actor.plan.paysFor(), 'what is paid for').to.deep.equal([]);
  },
);

Then(
  'the one as it was changes nothing, and the others are refused',
  PAYING,
  async function (this: JourneyWorld) {
    const [actor] = this.cast.everyone();
    expect(actor?.plan.receiptsFor(), 'what the platform says to each').to.deep.equal({
      'as it was': '204',
      forged: '400 payment_message_refused',
      "with another's name put in": '400 payment_message_refused',
      'an hour late': '400 payment_message_refused',
    });
  },
);

Then(
  'both services have the {plan} plan on record for {actor}',
  needing('databases'),
  async function (plan: string, actor: Actor) {
    expect(await actor.plan.onRecord(plan), 'the plan on record').to.deep.equal({
      auth: plan,
      backend: plan,
    });
  },
);
