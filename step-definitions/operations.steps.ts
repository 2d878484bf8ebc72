import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually } from '../support/eventually';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { Part } from '../world/drivers/operations';
import type { PageName } from '../world/drivers/pages';
import type { JourneyWorld } from '../world/journey-world';
import { misses, NEEDS } from '../world/operator';
import { PATIENCE, SERVICE_LEVELS } from '../world/service-levels';

Given('every service of the platform is up', async function (this: JourneyWorld) {
  await this.operator.everyServiceIsReady();
  this.evidence.works('platform');
});

Given(
  '{parts} is/are down',
  needing('restarts'),
  async function (this: JourneyWorld, parts: readonly Part[]) {
    await this.operator.takeDown(...parts);
  },
);

When('the operators look at the platform', async function (this: JourneyWorld) {
  await this.operator.look();
});

When('they are started in the wrong order', needing('restarts'), async function (this: JourneyWorld) {
  await this.operator.startInWrongOrder();
});

When('{part} goes down', needing('restarts'), async function (this: JourneyWorld, part: Part) {
  interrupts(this);
  await this.operator.takeDown(part);
});

When('one of the two backends leaves', needing('restarts'), async function (this: JourneyWorld) {
  interrupts(this);
  await this.operator.letOneBackendLeave();
});

When(
  'the operators change the key that tokens are signed with',
  needing('restarts'),
  async function (this: JourneyWorld) {
    await this.operator.changeSigningKey();
  },
);

Then('{actor} reads the notice {string}', needing('browser'), async function (actor: Actor, words: string) {
  await actor.browsing.readsNotice(words);
});

Then(
  '{actor} reads the notice {string} on {page}',
  needing('browser'),
  async function (actor: Actor, words: string, page: PageName) {
    actor.refusals.expectInterruptions();
    await actor.browsing.open(page);
    await actor.browsing.readsNotice(words);
  },
);

Then('{actor} gets an answer to her/his/their next question', async function (actor: Actor) {
  await actor.chat.ask('And what do 4 servers at 14 dollars cost?');
  expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
});

Then('every service says that it is ready', function (this: JourneyWorld) {
  const states = this.operator.sightings().map(({ entry, report }) => [entry.service, report.status]);
  expect(Object.fromEntries(states), 'what each service says of itself').to.deep.equal({
    analytics: 'ready',
    auth: 'ready',
    backend: 'ready',
    frontend: 'ready',
  });
});

Then(
  'the platform was ready within {float} seconds',
  needing('instances'),
  async function (this: JourneyWorld, seconds: number) {
    const { readyMs, prepared } = await this.operator.startReport();
    expect(seconds * 1_000, 'the promise, as the wire contract has it').to.equal(
      SERVICE_LEVELS.platform_start,
    );
    if (prepared.length > 0) {
      this.evidence.unverified(
        'the platform was ready in time',
        `this start also had to ${prepared.join(', ')}`,
      );
      return;
    }
    expect(readyMs, 'milliseconds until everything was ready').to.be.within(1, seconds * 1_000);
  },
);

Then('each of them was ready only after those it needs', async function (this: JourneyWorld) {
  for (const { part, sightings } of this.operator.inTurn().slice(0, -1)) {
    const report = sightings.find(({ entry }) => entry.service === part)?.report;
    expect(report?.status, `what ${part} says before those it needs are there`).to.equal('unavailable');
    for (const needed of NEEDS[part as keyof typeof NEEDS])
      expect(report && misses(report, needed), `whether ${part} names ${needed} as missing`).to.equal(true);
  }
  await this.operator.everyServiceIsReady();
});

Then(
  'every service answers under its own name at the address that the directory gives',
  function (this: JourneyWorld) {
    const sightings = this.operator.sightings();
    const answers = sightings.map(({ entry, report }) => ({
      listed: entry.service,
      answered: report.service,
    }));
    expect(
      answers.filter(({ listed, answered }) => listed !== answered),
      'addresses where somebody else answers',
    ).to.deep.equal([]);
    expect(new Set(sightings.map(({ entry }) => entry.service)), 'services in the directory').to.include.keys(
      ['auth', 'backend'],
    );
    expect(new Set(sightings.map(({ entry }) => entry.url)).size, 'different addresses').to.equal(
      sightings.length,
    );
  },
);

Then('the directory no longer lists it', async function (this: JourneyWorld) {
  const { service, instance } = this.operator.whoLeft();
  const listed = (await this.operator.look()).map(({ entry }) => `${entry.service} ${entry.instance}`);
  expect(listed, 'services in the directory').to.not.include(`${service} ${instance}`);
  expect(
    listed.filter((name) => name.startsWith(service)),
    'backends that are left',
  ).to.have.lengthOf(1);
});

Then(
  'only {parts} say(s) that {part} is missing',
  needing('restarts'),
  async function (this: JourneyWorld, parts: readonly Part[], part: Part) {
    await this.operator.onlyTheseMiss(parts, part);
  },
);

Then(
  'no service says that {part} is missing',
  needing('restarts'),
  async function (this: JourneyWorld, part: Part) {
    await this.operator.onlyTheseMiss([], part);
  },
);

Then(
  'once {part} is back, every service is ready',
  needing('restarts'),
  async function (this: JourneyWorld, part: Part) {
    await this.operator.bringBack(part);
    await this.operator.everyServiceIsReady();
    interruptionsAreOver(this);
  },
);

Then(
  'once {part} is back, every service is ready and the notice is gone for {actor}',
  needing('restarts', 'browser'),
  async function (this: JourneyWorld, part: Part, actor: Actor) {
    await this.operator.bringBack(part);
    await this.operator.everyServiceIsReady();
    await actor.browsing.noticeGoes();
    interruptionsAreOver(this);
  },
);

Then(
  'the usage figures count {int} answer(s) for {actor}',
  needing('usage-figures'),
  async function (this: JourneyWorld, answers: number, actor: Actor) {
    const figures = this.need('usageFigures', 'usage-figures');
    const look = async () => {
      const events = await figures.events(actor.account.known().id);
      const counted = events.filter(({ event }) => event === 'run_completed');
      expect(counted, `answers that count for ${actor.name}`).to.have.lengthOf(answers);
    };
    await eventually(`The usage figures never counted ${actor.name}'s answers`, look, {
      within: PATIENCE.figures,
    });
  },
);

/** What everybody who is there will notice of it, and must not be surprised at. */
function interrupts({ cast }: JourneyWorld): void {
  for (const { refusals } of cast.everyone()) refusals.expectInterruptions();
}

/** Everything is there again: from now on every refusal surprises everybody. */
function interruptionsAreOver({ cast }: JourneyWorld): void {
  for (const { refusals } of cast.everyone()) refusals.interruptionsAreOver();
}
