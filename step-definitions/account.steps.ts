import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { ExpectedRefusal } from '../support/parameter-types';
import { linkIn } from '../world/abilities/account';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given('{actor} has signed up', needing('mailbox'), async function (actor: Actor) {
  await actor.account.signUp();
});

Given('{actor} has confirmed her/his/their address', needing('mailbox'), async function (actor: Actor) {
  await actor.account.confirmAddress();
});

Given('{actor} is a customer', needing('mailbox'), async function (actor: Actor) {
  await actor.account.becomeCustomer();
});

Given('{actor} is a customer who is logged in', needing('mailbox'), async function (actor: Actor) {
  await actor.account.join();
});

Given('{actor} has logged in', async function (actor: Actor) {
  await actor.account.logIn();
});

Given("the link in {actor}'s mail has expired", needing('mailbox'), async function (actor: Actor) {
  await actor.account.letLinkExpire();
});

When('{actor} signs up', needing('mailbox'), async function (actor: Actor) {
  await actor.tries(() => actor.account.signUp());
});

When('{actor} signs up with the address {string}', async function (actor: Actor, email: string) {
  await actor.tries(() => actor.account.signUp({ email }));
});

When('{actor} signs up with the password {string}', async function (actor: Actor, password: string) {
  await actor.tries(() => actor.account.signUp({ password }));
});

When('{actor} signs up with her/his/their own address as the password', async function (actor: Actor) {
  await actor.tries(() => actor.account.signUp({ password: actor.email }));
});

When("{actor} signs up with {actor}'s address", async function (actor: Actor, other: Actor) {
  await actor.tries(() => actor.account.signUp({ email: other.email }));
});

When("{actor} signs up with {actor}'s address in capitals", async function (actor: Actor, other: Actor) {
  await actor.tries(() => actor.account.signUp({ email: other.email.toUpperCase() }));
});

When('{actor} logs in', async function (actor: Actor) {
  await actor.tries(() => actor.account.logIn());
});

When('{actor} tries a password that was never chosen', async function (actor: Actor) {
  await actor.tries(() => actor.password.guess());
});

When(
  '{actor} follows the link in her/his/their mail( again)',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.tries(() => actor.account.followLink());
  },
);

Then('{actor} has an account that waits for confirmation', function (actor: Actor) {
  const { email, emailVerified } = actor.account.known();
  expect(email, "the account's address").to.equal(actor.email);
  expect(emailVerified, 'whether the address counts as confirmed').to.equal(false);
});

Then(
  '{actor} finds a mail with a link to confirm her/his/their address',
  needing('mailbox'),
  async function (this: JourneyWorld, actor: Actor) {
    const mail = await actor.account.verificationMail();
    const link = new URL(linkIn(mail));
    const address = `${link.origin}${link.pathname}`;
    expect(address, `the link in "${mail.subject}"`).to.equal(`${this.stage.platform.origin}/verify-email`);
    expect(link.searchParams.get('token'), "the link's token").to.match(/^.{20,}$/);
  },
);

Then('{actor} is refused because {refusal}', function (actor: Actor, { code, status }: ExpectedRefusal) {
  const refusal = actor.refusals.claim(actor.name);
  expect({ code: refusal.code, status: refusal.status }, refusal.detail).to.deep.equal({ code, status });
  expect(refusal.detail, 'what the person is told').to.match(/^[A-Z].{15,}\.$/);
});
