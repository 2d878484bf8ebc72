import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { VERDICTS } from '../world/abilities/doors';
import type { Actor } from '../world/actor';
import type { ProviderName } from '../world/drivers/sign-in';

const AT_PROVIDERS = needing('sign-in-providers');

Given('{actor} has an account at {provider}', AT_PROVIDERS, async function (actor: Actor, _: ProviderName) {
  await actor.signIn.isKnownAtProviders();
});

Given(
  "{provider} has not confirmed {actor}'s address",
  AT_PROVIDERS,
  async function (_: ProviderName, actor: Actor) {
    await actor.signIn.isKnownAtProviders({ email_verified: false });
  },
);

Given(
  '{actor} is called {string} at {provider} by now',
  AT_PROVIDERS,
  async function (actor: Actor, name: string, _: ProviderName) {
    await actor.signIn.isKnownAtProviders({ name });
    actor.account.willBeCalled(name);
  },
);

Given(
  '{provider} says that {actor} meant to log in to another product',
  AT_PROVIDERS,
  async function (_: ProviderName, actor: Actor) {
    await actor.signIn.isKnownAtProviders({ faults: { audience: 'another-product' } });
  },
);

Given(
  '{provider} answers {actor} as if it were an earlier login',
  AT_PROVIDERS,
  async function (_: ProviderName, actor: Actor) {
    await actor.signIn.isKnownAtProviders({ faults: { nonce: 'of-an-earlier-login' } });
  },
);

Given('{provider} is down for {actor}', AT_PROVIDERS, async function (_: ProviderName, actor: Actor) {
  await actor.signIn.isKnownAtProviders({ faults: { outage: true } });
});

Given(
  '{actor} is a customer who logs in with {provider}',
  AT_PROVIDERS,
  async function (actor: Actor, provider: ProviderName) {
    await actor.signIn.isKnownAtProviders();
    await actor.signIn.logInBehindThePages(provider);
  },
);

Given(
  '{actor} has logged in with {provider}',
  AT_PROVIDERS,
  async function (actor: Actor, provider: ProviderName) {
    await actor.signIn.isKnownAtProviders();
    await actor.signIn.logIn(provider);
  },
);

Given('{actor} has talked about {string}', async function (actor: Actor, words: string) {
  await actor.chat.leaveConversation(words);
});

When('{actor} logs in with {provider}', async function (actor: Actor, provider: ProviderName) {
  await actor.tries(() => actor.signIn.logIn(provider));
});

When(
  '{actor} logs in with {provider} on another device',
  async function (actor: Actor, provider: ProviderName) {
    await actor.tries(() => actor.signIn.logInElsewhere(provider));
  },
);

When(
  '{actor} changes her/his/their mind at {provider}',
  async function (actor: Actor, provider: ProviderName) {
    await actor.tries(() => actor.signIn.changesMind(provider));
  },
);

When('{actor} takes too long at {provider}', async function (actor: Actor, provider: ProviderName) {
  await actor.tries(() => actor.signIn.takesTooLong(provider));
});

When(
  "{actor}'s login with {provider} comes back without the mark of where it began",
  async function (actor: Actor, provider: ProviderName) {
    await actor.tries(() => actor.signIn.comesBackUnmarked(provider));
  },
);

When(
  "{actor} is lured to {provider}'s answer for {actor}",
  async function (actor: Actor, provider: ProviderName, other: Actor) {
    await actor.tries(() => actor.signIn.opensAnswerOf(other, provider));
  },
);

When(
  "{actor} is lured to the end of {actor}'s login with {provider}",
  async function (actor: Actor, other: Actor, provider: ProviderName) {
    await actor.tries(() => actor.signIn.opensPageOf(other, provider));
  },
);

When(
  '{actor} puts the code that {provider} gave {actor} into her/his/their own login',
  async function (actor: Actor, provider: ProviderName, other: Actor) {
    await actor.tries(() => actor.signIn.usesCodeOf(other, provider));
  },
);

When(
  "{provider}'s answer for {actor} is opened once more",
  async function (provider: ProviderName, actor: Actor) {
    await actor.tries(() => actor.signIn.answersTwice(provider));
  },
);

When(
  "the end of {actor}'s login with {provider} is opened once more",
  async function (actor: Actor, provider: ProviderName) {
    await actor.tries(() => actor.signIn.completesTwice(provider));
  },
);

Then("every service takes {actor}'s login", async function (actor: Actor) {
  const session = actor.account.session();
  expect(await actor.doors.show(session.accessToken, session), 'the login').to.deep.equal(VERDICTS.genuine);
});

Then("{actor}'s address counts as confirmed", async function (actor: Actor) {
  const { email, emailVerified } = await actor.account.toldByAuth();
  expect({ email, emailVerified }, "the account's address").to.deep.equal({
    email: actor.email,
    emailVerified: true,
  });
});

Then('{actor} is the customer that she/he/they was/were before', function (actor: Actor) {
  const { former, present } = actor.account.identity();
  expect(present, 'the account of the new login').to.equal(former);
});

Then('{actor} is logged in nowhere', needing('databases'), async function (actor: Actor) {
  expect(await actor.signIn.loginsOnRecord(), `${actor.name}'s logins on record`).to.equal(0);
});

Then('{actor} is logged in only once', needing('databases'), async function (actor: Actor) {
  expect(await actor.signIn.loginsOnRecord(), `${actor.name}'s logins on record`).to.equal(1);
});

Then("{actor}'s open chat tells of the login on the other device", async function (actor: Actor) {
  const { opened, told } = await actor.signIn.toldOfLoginElsewhere();
  expect(told, 'the login that the open chat tells of').to.equal(opened);
});

Then(
  '{actor} finds what was answered about {string} on her/his/their dashboard',
  needing('browser'),
  async function (actor: Actor, words: string) {
    expect(await actor.browsing.answerIn(words), 'the answer in the history').to.include(
      actor.chat.lastAnswer(),
    );
  },
);
