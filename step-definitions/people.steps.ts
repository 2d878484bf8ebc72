import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import { PROVIDER_RECIPES, RECIPES, type AccountState, type ProviderAccountState } from '../world/recipes';

Given(
  "{actor}'s account is {accountState}",
  needing('mailbox'),
  async function (actor: Actor, state: AccountState) {
    await RECIPES[state](actor);
  },
);

Given(
  "{actor}'s account is {providerAccountState}",
  needing('mailbox', 'sign-in-providers'),
  async function (actor: Actor, state: ProviderAccountState) {
    await PROVIDER_RECIPES[state](actor);
  },
);

When('{actor} tries to renew her/his/their login', async function (actor: Actor) {
  await actor.tries(() => actor.account.renew());
});

Then('{actor} can log in again', async function (actor: Actor) {
  const before = actor.account.session().id;
  await actor.account.logIn();
  expect(actor.account.session().id, 'the new session').to.not.equal(before);
});
