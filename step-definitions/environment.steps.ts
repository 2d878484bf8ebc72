import { Then, When, type DataTable } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import { SETTINGS, type Setting } from '../world/drivers/environment';
import type { JourneyWorld } from '../world/journey-world';

When('the operators examine the environment', async function (this: JourneyWorld) {
  await this.inspector.examine();
});

When(
  'the operators examine the environment with settings of another one:',
  needing('databases', 'service-credentials'),
  async function (this: JourneyWorld, settings: DataTable) {
    const named = settings.raw().flat();
    expect(SETTINGS, 'settings that the suite can mistake').to.include.members(named);
    await this.inspector.examine(named as Setting[]);
  },
);

When(
  '{int} people ask at the front door at the same moment',
  async function (this: JourneyWorld, people: number) {
    await this.inspector.askAtTheFrontDoor(people);
  },
);

When(
  "each of {actor}'s {int} questions leaves both tabs at the same moment",
  async function (actor: Actor, questions: number) {
    await actor.tabs.askInAllAtOnce(questions);
  },
);

Then('every service answers under its own name, and says that it is ready', function (this: JourneyWorld) {
  const services = this.inspector.about('services');
  expect(this.inspector.faults('services'), 'what is wrong with the services').to.deep.equal([]);
  for (const { what, found } of services)
    expect(found, `what ${what} says of itself`).to.match(/^version \d+\.\d+\.\d+.*, ready$/);
});

Then(
  'each of them says of everything it stands on, the language model included, that it is there',
  function (this: JourneyWorld) {
    const named = this.inspector
      .about('dependencies')
      .map(({ what }) => what.replace(/^(\w+) \S+:/, '$1 on'));
    expect(this.inspector.faults('dependencies'), 'what the services stand on').to.deep.equal([]);
    expect(named, 'who stands on what').to.include.members(['auth on postgres', 'backend on llm']);
  },
);

Then(
  'both databases, the cache and the usage figures answer',
  needing('databases', 'cache', 'usage-figures'),
  function (this: JourneyWorld) {
    const stores = this.inspector.about('stores').map(({ what }) => what);
    expect(this.inspector.faults('stores'), 'what is wrong with the stores').to.deep.equal([]);
    expect(stores, 'the stores that answered').to.have.members([
      ...["auth's database", "the backend's database"],
      ...['Redis', 'the analytics store'],
    ]);
  },
);

Then(
  'what the services keep in their databases has its place there',
  needing('databases'),
  function (this: JourneyWorld) {
    expect(this.inspector.faults('layouts'), 'what the databases lack').to.deep.equal([]);
    expect(this.inspector.about('layouts'), 'the databases that were looked at').to.have.lengthOf(2);
  },
);

Then('all clocks agree', function (this: JourneyWorld) {
  expect(this.inspector.faults('clocks'), 'clocks that are wrong').to.deep.equal([]);
});

Then('both backends have answered some of them', needing('logs'), async function (this: JourneyWorld) {
  const answered = await this.inspector.whoAnswered();
  expect([...new Set(answered)].sort(), 'who answered at the front door').to.deep.equal([
    'backend 1',
    'backend 2',
  ]);
});

Then('the pages may open the chat', function (this: JourneyWorld) {
  expect(this.inspector.faults('origin'), 'why they may not').to.deep.equal([]);
});

Then('tokens can be checked, and nobody else can make them', function (this: JourneyWorld) {
  expect(this.inspector.faults('keys'), 'what is wrong with the published keys').to.deep.equal([]);
});

Then(
  'the services know each other by their secrets',
  needing('service-credentials'),
  function (this: JourneyWorld) {
    expect(this.inspector.faults('secrets'), 'who does not know whom').to.deep.equal([]);
  },
);

Then('each of them is named in a sentence of its own', function (this: JourneyWorld) {
  const named = this.inspector.faults('services', 'origin', 'secrets', 'stores');
  const [services, ...others] = named;
  expect(named, 'what is named').to.have.lengthOf(SETTINGS.length);
  expect(services, "the backend's port").to.match(/^backend at http:\S+: .*(ECONNREFUSED|connect)/);
  expect(others[0], 'the address of the pages').to.match(
    /^the backend takes no sockets from the origin https:/,
  );
  expect(others[1], "the backend's secret").to.match(
    /^the auth service does not know the backend by its secret/,
  );
  expect(others[2], 'the password').to.match(/^auth's database: password authentication failed/);
});

Then(
  "each of them is on record once, in a conversation of its own, with {actor}'s answer",
  needing('databases'),
  async function (actor: Actor) {
    const asked = actor.tabs.askedAtOnce().map((words) => `user: ${words}`);
    const said = await actor.tabs.conversationsOnRecord();
    expect(
      said.map(([question]) => question ?? 'nothing').sort(),
      `the conversations of ${actor.name}, by what begins them`,
    ).to.deep.equal(asked.sort());
    for (const [, ...rest] of said)
      expect(rest.join(' | '), 'what follows a question').to.match(/^assistant: [^|]+$/);
  },
);

Then(
  "the cache knows {actor}'s login, and forgets it when she/he/they logs/log out",
  needing('cache'),
  async function (this: JourneyWorld, actor: Actor) {
    const cache = this.need('cache', 'cache');
    const { id } = actor.account.session();
    const kept = async () =>
      (await cache.mentions([id])).filter(({ where }) => where.endsWith(`auth:session:${id}`)).length;
    expect(await kept(), `the login of ${actor.name} in the cache`).to.equal(1);
    await actor.tabs.settle();
    await actor.account.logOut();
    expect(await kept(), `what is left of the login of ${actor.name} in the cache`).to.equal(0);
  },
);

Then(
  "each agent has asked the language model on {actor}'s behalf, and heard it out",
  needing('llm-script'),
  async function (this: JourneyWorld, actor: Actor) {
    const requests = await actor.assistant.requests();
    const asked = requests.map(({ agent, outcome, trace_id }) => ({
      agent,
      outcome,
      ours: trace_id === this.traceId,
    }));
    expect(asked, `what the model was asked for ${actor.name}`).to.deep.equal(
      ['triage', 'data', 'data', 'report'].map((agent) => ({ agent, outcome: 'whole', ours: true })),
    );
  },
);

Then(
  "each step of {actor}'s answer is in the usage figures, with what it took",
  needing('usage-figures'),
  async function (this: JourneyWorld, actor: Actor) {
    const { steps, whole, traces } = await actor.progress.countedSteps();
    expect(steps.map(({ agent }) => agent).sort(), 'whose work was counted').to.deep.equal([
      ...['data', 'data', 'report', 'triage'],
    ]);
    const tokens = steps.reduce((sum, step) => sum + step.tokens, 0);
    expect(tokens, 'the tokens of all steps').to.equal(whole.tokens).and.to.be.above(0);
    expect(traces, 'the traces under which it was counted').to.deep.equal([this.traceId]);
  },
);
