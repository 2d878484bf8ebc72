import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Try } from '../world/abilities/intrusion';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given(
  '{actor} keeps what she/he/they said about {string} in {string}, and a file of it',
  needing('mailbox'),
  async function (actor: Actor, subject: string, title: string) {
    await actor.account.join();
    await actor.chat.open();
    await actor.belongings.keep(subject, title);
    const blank = [...(await actor.belongings.look())].filter(([, { status }]) => status !== 200);
    expect(blank, 'what cannot be seen with the own login').to.deep.equal([]);
  },
);

When(
  "{actor} and {actor} try every door that the services have with what {actor}'s things are called",
  async function (one: Actor, other: Actor, victim: Actor) {
    await one.intrusion.tryEveryCall(victim);
    await one.intrusion.tryEndingAccount('auth', victim);
    await other.intrusion.tryEndingAccount('backend', victim);
  },
);

When(
  "{actor} says everything that can be said in a chat about what is {actor}'s",
  async function (actor: Actor, victim: Actor) {
    await actor.intrusion.tryEveryFrame(victim);
  },
);

Then(
  "no door was left out, and none of them gives anything of {actor}'s away",
  function (this: JourneyWorld, victim: Actor) {
    for (const { intrusion } of this.cast.everyone().filter((one) => one !== victim))
      wasInVain(intrusion.tries());
    expect(this.actor('Mallory').intrusion.leftOut(), 'doors that were left out').to.deep.equal([]);
  },
);

Then("everything of {actor}'s is as it was", async function (victim: Actor) {
  const { before, now } = await victim.belongings.compare();
  expect(JSON.stringify(before), `what ${victim.name} saw before`).to.include(victim.belongings.words());
  expect(now, `what ${victim.name} sees of the own things`).to.deep.equal(before);
});

Then('nothing was left out, and {actor} is answered as if nothing of it existed', function (actor: Actor) {
  expect(actor.intrusion.leftOut(), 'what was left out').to.deep.equal([]);
  wasInVain(actor.intrusion.tries());
});

Then(
  'nothing of it reaches {actor}, who reads {string} in {string} when the assistant goes on',
  needing('llm-script'),
  async function (actor: Actor, answer: string, title: string) {
    await actor.assistant.goesOn();
    const { content, toldIn } = await actor.conversations.answerIn(title);
    expect(content, `the answer in "${title}"`).to.equal(answer);
    expect(toldIn, 'the conversations in which it was told').to.deep.equal([actor.conversations.idOf(title)]);
    // The end of the answer came later than all that was tried.
    expect(actor.belongings.surprises(), `what else ${actor.name} was told`).to.deep.equal([]);
  },
);

/** Each try came to what it had to come to, nothing broke, and nothing was given away. */
function wasInVain(tries: readonly Try[]): void {
  const told = tries.filter(({ gaveAway }) => gaveAway.length > 0);
  const succeeded = tries.filter(({ expected, came }) => expected !== undefined && came !== expected);
  expect(told, 'tries that were told something of somebody else').to.deep.equal([]);
  expect(succeeded, "tries at somebody else's things that came to more than a no").to.deep.equal([]);
  expect(
    tries.filter(({ came }) => /^5\d\d$/.test(came)),
    'tries that broke something',
  ).to.deep.equal([]);
}
