import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { eventually } from '../support/eventually';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';
import { PATIENCE } from '../world/service-levels';

Given(
  "services have asked the auth service about {actor}'s token",
  needing('service-credentials'),
  async function (this: JourneyWorld, actor: Actor) {
    const { accessToken } = actor.account.session();
    const told = await this.need('services', 'service-credentials').askAbout(accessToken);
    expect(told.email, 'whose address the auth service gives').to.equal(actor.email);
  },
);

When('{actor} confirms her/his/their address', needing('mailbox'), async function (actor: Actor) {
  await actor.account.confirmAddress();
});

When(
  '{actor} changes her/his/their name to {string} on another device',
  async function (actor: Actor, name: string) {
    await actor.profile.changeName(name);
  },
);

When('{actor} changes her/his/their address on another device', async function (actor: Actor) {
  await actor.profile.changeAddress();
});

When(
  '{actor} changes her/his/their name to {string} on one of them and to {string} on the other, at the same moment',
  async function (actor: Actor, one: string, other: string) {
    await actor.profile.changeNameOnBoth([one, other]);
  },
);

When(
  '{actor} changes her/his/their name to {string}, {string} and {string}, one after the other',
  async function (actor: Actor, one: string, two: string, three: string) {
    await actor.profile.changeNameOften([one, two, three]);
  },
);

Then(
  'both services have the same on record about {actor}',
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    await bothHaveOnRecord(this, actor, { email: actor.email, name: actor.name, emailVerified: true });
  },
);

Then(
  "both services have {string} on record as {actor}'s name",
  needing('databases'),
  async function (this: JourneyWorld, name: string, actor: Actor) {
    await bothHaveOnRecord(this, actor, { name });
  },
);

Then(
  "each of {actor}'s tabs is told that she/he is called {string}",
  async function (actor: Actor, name: string) {
    const told = await actor.profile.namesTold(name);
    expect(told, 'the name that each tab is told of').to.deep.equal(told.map(() => name));
  },
);

Then(
  'both services answer with the name {string} when {actor} asks who she/he is',
  async function (name: string, actor: Actor) {
    expect(await actor.profile.namesKnown(), 'how auth and the backend call her').to.deep.equal([name, name]);
  },
);

Then(
  '{actor} is welcomed as {string} on the page that is open',
  needing('browser'),
  async function (actor: Actor, name: string) {
    await actor.browsing.isWelcomedAs(name);
    expect(await actor.browsing.title(), 'the page that is open').to.equal(`Welcome, ${name}`);
  },
);

Then(
  "one of {actor}'s two names is taken, and the other refused because the account had changed by then",
  function (actor: Actor) {
    const { won, lost } = actor.profile.outcome();
    expect(won, 'the names that were taken').to.have.lengthOf(1);
    expect(
      lost.map(({ status, code }) => `${status} ${code}`),
      'what the other change met',
    ).to.deep.equal(['412 version_conflict']);
  },
);

Then(
  "both services have the name of {actor}'s on record that was taken",
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    const [name] = actor.profile.outcome().won;
    await bothHaveOnRecord(this, actor, { name });
  },
);

Then(
  "the auth service answers services that ask with {actor}'s new address",
  needing('service-credentials'),
  async function (this: JourneyWorld, actor: Actor) {
    const { accessToken } = actor.account.session();
    const told = await this.need('services', 'service-credentials').askAbout(accessToken);
    expect(told.email, 'whose address the auth service gives').to.equal(actor.profile.newAddress());
  },
);

Then(
  "both services have {actor}'s new address on record",
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    await bothHaveOnRecord(this, actor, { email: actor.profile.newAddress(), emailVerified: false });
  },
);

/** Waits until the rows of both services say this of the person. */
async function bothHaveOnRecord(world: JourneyWorld, actor: Actor, wanted: object): Promise<void> {
  const { id } = actor.account.known();
  const [authRecords, backendRecords] = [
    world.need('authRecords', 'databases'),
    world.need('backendRecords', 'databases'),
  ];
  const look = async () => {
    expect(await authRecords.account(id), `the auth service's row of ${actor.name}`).to.include(wanted);
    expect(await backendRecords.profile(id), `the backend's row of ${actor.name}`).to.include(wanted);
  };
  await eventually(`The services never agreed about ${actor.name}`, look, { within: PATIENCE.propagation });
}
