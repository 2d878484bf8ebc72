import { Given, Then, When, type DataTable } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { Trouble } from '../world/drivers/databases';
import type { Keeper } from '../world/drivers/services';
import type { JourneyWorld } from '../world/journey-world';

const OWNED = needing('service-credentials');

Given(
  "the {service}'s database {trouble}",
  OWNED,
  async function (this: JourneyWorld, service: Keeper, trouble: Trouble) {
    await this.operator.troubleDatabase(service, trouble);
  },
);

Given(
  "{actor}'s app waits at each of the two backends, for her/his/their conversations and for a new one",
  OWNED,
  async function (this: JourneyWorld, actor: Actor) {
    await this.operator.troubleDatabase('backend', 'keeps everybody waiting');
    await actor.pendingCalls.begin(this.operator);
  },
);

When(
  "{actor} asks a question during each failure of the backend's database",
  needing('service-credentials', 'restarts'),
  async function (this: JourneyWorld, actor: Actor) {
    await this.operator.look();
    await actor.weathering.asksThroughAll(this.operator);
  },
);

When(
  'one of the two backends dies, and then the database is calm',
  needing('service-credentials', 'restarts'),
  async function (this: JourneyWorld) {
    await this.operator.letOneBackendDie();
    await this.operator.calmDatabases();
  },
);

Then('{actor} is told meanwhile, in plain words:', function (actor: Actor, table: DataTable) {
  const told = [...actor.weathering.meetings()].map(([failure, { word }]) => [
    failure,
    word ? 'to try again' : 'the answer',
  ]);
  expect(told, 'what was told during each failure').to.deep.equal(table.rows());
  for (const [failure, { word }] of actor.weathering.meetings()) {
    if (!word) continue;
    expect(word.code, `the word while the database ${failure}`).to.equal('dependency_unavailable');
    expect(word.message, `the sentence while the database ${failure}`).to.match(/^[A-Z].* Try again .*\.$/);
    expect(word.retryAfter, `the wait that is named while the database ${failure}`).to.be.within(1, 5);
  }
});

Then(
  "each of {actor}'s questions is answered as soon as the failure is over, and on record once",
  async function (actor: Actor) {
    const said = [...actor.weathering.meetings().values()].map(({ words, answer }) => [words, answer]);
    const stored = (await actor.travel.everythingStored()).map((thread) =>
      thread.map(({ content }) => content),
    );
    expect(stored, 'what is on record').to.have.deep.members(said);
  },
);

Then(
  'every service is ready, and none had to be started again',
  needing('restarts'),
  async function (this: JourneyWorld) {
    const startOf = () =>
      this.operator.sightings().map(({ entry }) => [entry.service, entry.instance, entry.startedAt]);
    const before = startOf();
    await this.operator.everyServiceIsReady();
    expect(startOf(), 'when each service was started').to.deep.equal(before);
  },
);

Then("{actor}'s app has her/his/their conversations from both calls", async function (actor: Actor) {
  const refused = (await actor.pendingCalls.listed()).flatMap((one) =>
    'refusal' in one ? [`${one.refusal.status} ${one.refusal.code}: ${one.refusal.detail}`] : [],
  );
  expect(refused, 'calls for the list that came to nothing').to.deep.equal([]);
});

Then(
  "one new conversation is confirmed to {actor}'s app, and it is told to look before it tries the other one again",
  async function (actor: Actor) {
    const { confirmed, refused } = await actor.pendingCalls.made();
    expect(confirmed, 'conversations that are confirmed').to.have.lengthOf(1);
    expect(
      refused.map(({ code }) => code),
      'what is told of the other one',
    ).to.deep.equal(['upstream_failed']);
    expect(refused[0]?.detail, 'what is told of the other one').to.match(/look before you try again\.$/);
  },
);

Then("none of {actor}'s conversations was made twice", async function (actor: Actor) {
  const titles = await actor.pendingCalls.titles();
  const { confirmed } = await actor.pendingCalls.made();
  expect(titles, 'the conversations there are').to.include.members(confirmed.map(({ title }) => title));
  expect(new Set(titles).size, `different titles among ${titles.join(', ')}`).to.equal(titles.length);
});
