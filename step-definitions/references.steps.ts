import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

/** What nobody outside of the house understands. */
const JARGON = /\d{3}|\b(error|exception|http|null|undefined|timeout|database|connections)\b/i;

Given(
  '{actor} is a customer with her/his/their settings open',
  needing('browser', 'mailbox'),
  async function (actor: Actor) {
    await actor.account.join();
    await actor.browsing.openWhole('the settings');
  },
);

When('{actor} wants to delete her/his/their account', needing('browser'), async function (actor: Actor) {
  await actor.tries(() => actor.browsing.deleteAccount());
});

Then(
  '{actor} is told in plain words that it cannot be done now, with a reference for support',
  needing('browser'),
  async function (actor: Actor) {
    const { code, status } = actor.refusals.claim(actor.name);
    const { message, reference } = await actor.browsing.complaint();
    expect(`${status} ${code}`, 'what the page was answered').to.equal('503 auth_unavailable');
    expect(message, 'what the page says').to.match(/^[A-Z].{20,} Try again .*\.$/);
    expect(message, 'what the page says').to.not.match(JARGON);
    expect(reference, 'the reference on the page').to.match(/^[0-9a-f]{32}$/);
  },
);

Then(
  "the reference leads support from {actor}'s page to the cause, in the log of each service on the way",
  needing('browser', 'logs'),
  async function (this: JourneyWorld, actor: Actor) {
    const { reference } = await actor.browsing.complaint();
    const lines = await this.operator.underReference(reference);
    const failed = lines.filter(({ status = 0 }) => status >= 500).map(({ service }) => service);
    const onTheWay = ['auth', 'backend', 'frontend'];
    expect(failed.sort(), 'services that answered with a failure').to.deep.equal(onTheWay);
    const cause = lines.find(({ service, level }) => service === 'auth' && level === 'error');
    expect(cause?.err?.message, 'the cause').to.match(/too many connections/);
  },
);

Then(
  'once the databases are calm, every service is ready, and {actor} can delete her/his/their account',
  needing('browser', 'service-credentials'),
  async function (this: JourneyWorld, actor: Actor) {
    await this.operator.calmDatabases();
    await this.operator.everyServiceIsReady();
    await actor.browsing.deleteAccount();
    expect(await actor.browsing.links(), 'the links on the start page').to.include('Sign up');
  },
);
