import { Given, Then, When, type DataTable } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { VERDICTS, type Verdict } from '../world/abilities/doors';
import type { Actor } from '../world/actor';

interface Row {
  readonly what: string;
  readonly 'taken as': Verdict;
}

Given('{actor} has renewed her/his/their login', async function (actor: Actor) {
  await actor.account.renew();
});

Given("{actor}'s token has expired", async function (actor: Actor) {
  await actor.account.letTokenExpire();
});

When('{actor} renews her/his/their login', async function (actor: Actor) {
  await actor.account.renew();
});

When("{actor}'s token expires", async function (actor: Actor) {
  await actor.account.letTokenExpire();
});

When("somebody uses {actor}'s old refresh token once more", async function (actor: Actor) {
  await actor.tries(() => actor.account.renewWithSpentToken());
});

When('{actor} logs out of this session', async function (actor: Actor) {
  await actor.account.logOut();
});

When(
  '{actor} shows these at every service:',
  needing('signing-key'),
  async function (actor: Actor, table: DataTable) {
    for (const row of table.hashes() as unknown as Row[])
      await actor.doors.tryForged(row.what, row['taken as']);
  },
);

Then("every service takes each of {actor}'s attempts as told", function (actor: Actor) {
  for (const { what, told, answers } of actor.doors.attempts())
    expect(answers, `what each service made of ${what}`).to.deep.equal(VERDICTS[told]);
});

Then("{actor}'s token names the person, the session and the plan", function (actor: Actor) {
  const { sub, sid, email, plan, iat, exp } = actor.account.claims();
  const { id, expiresIn } = actor.account.session();
  expect({ sub, sid, email, plan }, 'what the token says').to.deep.equal({
    sub: actor.account.known().id,
    sid: id,
    email: actor.email,
    plan: 'free',
  });
  expect(exp - iat, 'seconds that the token is good for').to.be.within(expiresIn, expiresIn + 1);
});

Then("{actor}'s token is signed with a key that the auth service publishes", async function (actor: Actor) {
  const { sub } = await actor.account.signedClaims();
  expect(sub, 'whom the signed token names').to.equal(actor.account.known().id);
});

Then("every service takes {actor}'s new token", async function (actor: Actor) {
  const { accessToken } = actor.account.session();
  expect(accessToken, 'the new token').to.not.equal(actor.account.spent().accessToken);
  expect(await actor.doors.show(accessToken)).to.deep.equal(VERDICTS.genuine);
});

Then(
  "{actor}'s next token is signed with another key, and every service takes it",
  async function (actor: Actor) {
    const before = await actor.account.signedBy();
    await actor.account.renew();
    expect(await actor.account.signedBy(), 'the key of the next token').to.not.equal(before);
    expect(await actor.doors.show(actor.account.session().accessToken)).to.deep.equal(VERDICTS.genuine);
  },
);

Then("{actor}'s new token belongs to the same session as the old one", function (actor: Actor) {
  const { account } = actor;
  expect(account.claims().sid, 'the session of the new token').to.equal(account.spent().id);
});

Then("no service takes {actor}'s tokens any more", async function (actor: Actor) {
  const { account, doors } = actor;
  for (const login of [account.session(), account.spent()])
    expect(await doors.areShut('a token', login), 'how each service refuses').to.deep.equal(VERDICTS.ended);
});

Then("no service takes {actor}'s token any more, within a second", async function (actor: Actor) {
  const refusals = await actor.doors.areShut('the token', actor.account.session());
  expect(refusals, 'how each service refuses').to.deep.equal(VERDICTS.ended);
});

Then(
  "{actor}'s page has renewed her/his/their login by itself",
  needing('browser'),
  async function (actor: Actor) {
    await actor.account.renew();
    expect(actor.account.claims().sid, 'the session of the new token').to.equal(actor.account.spent().id);
  },
);

Then('{actor} never had to log in again', needing('browser'), async function (actor: Actor) {
  await actor.browsing.isWelcomedAs(actor.name);
  expect(await actor.browsing.title(), 'the page that is open').to.equal(`Welcome, ${actor.name}`);
});

Then("{actor}'s login was issued by the auth service", async function (actor: Actor) {
  const { sub, sid } = await actor.account.signedClaims();
  expect({ sub, sid }, 'whom and which session the signed login names').to.deep.equal({
    sub: actor.account.known().id,
    sid: actor.account.session().id,
  });
});
