import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

const MAILED = needing('mailbox');

Given('{actor} has no account', function (actor: Actor) {
  expect(actor.account.isMember(), `whether ${actor.name} has signed up`).to.equal(false);
});

Given('{actor} has asked for a new password', async function (actor: Actor) {
  await actor.password.ask();
});

Given(
  '{actor} has chosen a new password with the link in her/his/their mail',
  MAILED,
  async function (actor: Actor) {
    await actor.password.choose();
  },
);

Given("the link for {actor}'s new password has expired", MAILED, async function (actor: Actor) {
  await actor.password.letLinkExpire();
});

Given(
  "somebody has guessed at {actor}'s password until the address was locked",
  async function (actor: Actor) {
    await actor.password.isGuessedAt();
  },
);

When('{actor} and {actor} ask for a new password', async function (one: Actor, other: Actor) {
  await one.password.ask();
  await other.password.ask();
});

When(
  '{actor} chooses a new password with the link in her/his/their mail( again)',
  MAILED,
  async function (actor: Actor) {
    await actor.tries(() => actor.password.choose());
  },
);

When(
  '{actor} chooses {string} with the link in her/his/their mail',
  MAILED,
  async function (actor: Actor, password: string) {
    await actor.tries(() => actor.password.choose(password));
  },
);

When(
  "somebody guesses at {actor}'s and at {actor}'s password until both are locked",
  async function (one: Actor, other: Actor) {
    await one.password.isGuessedAt();
    await other.password.isGuessedAt();
  },
);

Then('{actor} can log in with the new password, and not with the old one', async function (actor: Actor) {
  await actor.tries(() => actor.password.logInWithFormer());
  expect(actor.refusals.claim(actor.name).code, 'what the old password meets').to.equal(
    'invalid_credentials',
  );
  await actor.account.logIn();
  expect(actor.account.session().account.id, 'whose account the new password opens').to.equal(
    actor.account.known().id,
  );
});

Then('{actor} and {actor} are told the same', function (one: Actor, other: Actor) {
  expect(one.password.answer(), `what ${one.name} is told`).to.equal(other.password.answer());
});

// Mails leave in the order in which they were asked for, so that one for the other would have come by then.
Then(
  'only {actor} gets a mail with a link, and {actor} gets none',
  MAILED,
  async function (one: Actor, other: Actor) {
    await one.password.mail();
    expect(await one.password.mails(), `mails to ${one.name}`).to.have.lengthOf(1);
    expect(await other.password.mails(), `mails to ${other.name}`).to.have.lengthOf(0);
  },
);

Then("the link in {actor}'s mail still works for a better one", MAILED, async function (actor: Actor) {
  const before = actor.account.secret();
  await actor.password.choose();
  expect(actor.account.secret(), 'the password').to.not.equal(before);
  await actor.account.logIn();
});

Then(
  'the guesses at {actor} and {actor} were refused alike, and locked both out',
  function (one: Actor, other: Actor) {
    const [known, unknown] = [one, other].map(({ password }) =>
      password.refusedGuesses().map(({ status, code, detail }) => ({ status, code, detail })),
    );
    expect(known, `what the guesses at ${one.name} met, against those at ${other.name}`).to.deep.equal(
      unknown,
    );
    expect(known?.at(0)?.code, 'what the first guess met').to.equal('invalid_credentials');
  },
);

Then('{actor} can log in only when the lock is over', async function (actor: Actor) {
  await actor.tries(() => actor.account.logIn());
  expect(actor.refusals.claim(actor.name).code, 'what the right password meets before').to.equal(
    'account_locked',
  );
  await actor.password.waitForLockToEnd();
  await actor.account.logIn();
});
