import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually } from '../support/eventually';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import { borrowed } from '../world/auditor';
import { breachIn } from '../world/contract/user-events';
import type { Part } from '../world/drivers/operations';
import type { JourneyWorld } from '../world/journey-world';
import { PATIENCE } from '../world/service-levels';

When('{part} starts alone', needing('restarts'), async function (this: JourneyWorld, part: Part) {
  await this.operator.bringBack(part);
});

When(
  'the operators look at what each service is built of',
  needing('builds'),
  async function (this: JourneyWorld) {
    await this.auditor.readBuilds();
  },
);

When(
  'the operators let each module of each service load',
  needing('builds'),
  async function (this: JourneyWorld) {
    await this.auditor.callRoll();
  },
);

When(
  "each service tries the other's database as well as its own",
  needing('service-credentials'),
  async function (this: JourneyWorld) {
    await this.auditor.tryDatabases(this.need('services', 'service-credentials'));
  },
);

When(
  "each service tries the other's keys as well as its own",
  needing('service-credentials'),
  async function (this: JourneyWorld) {
    await this.auditor.tryKeys(this.need('services', 'service-credentials'));
  },
);

Then('{part} is ready, and nobody else answers', async function (this: JourneyWorld, part: Part) {
  const found = (await this.operator.look()).map(({ entry, report }) => [entry.service, report.status]);
  const others = { analytics: 'no answer', auth: 'no answer', backend: 'no answer', frontend: 'no answer' };
  expect(Object.fromEntries(found), 'what each service in the directory says').to.deep.equal({
    ...others,
    [part]: 'ready',
  });
});

Then(
  '{actor} can sign up, log in and renew her/his/their login',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.account.join();
    await actor.account.renew();
    const { sub, sid } = await actor.account.signedClaims();
    expect({ sub, sid }, 'whom and which session the renewed login names').to.deep.equal({
      sub: actor.account.known().id,
      sid: actor.account.spent().id,
    });
  },
);

Then(
  "the auth service vouches for {actor}'s token when a service asks, and for no other",
  needing('service-credentials'),
  async function (this: JourneyWorld, actor: Actor) {
    const services = this.need('services', 'service-credentials');
    const { accessToken, id } = actor.account.session();
    expect(await services.askAbout(accessToken), 'what the auth service says of the token').to.deep.equal({
      ...{ valid: true, userId: actor.account.known().id, sessionId: id, email: actor.email },
    });
    const made = await services.askAbout(`${accessToken.slice(0, -8)}AAAAAAAA`);
    expect(made.valid, 'whether it vouches for a token with another signature').to.equal(false);
  },
);

Then('the auth service is built of nothing that belongs to another service', function (this: JourneyWorld) {
  const { own, others } = this.auditor.builds('auth');
  expect(own.modules, "the auth service's own modules").to.include(`${own.source}/src/main.ts`);
  expect(
    others.flatMap((other) => borrowed(own, other)),
    'modules of others in the auth service',
  ).to.deep.equal([]);
});

Then('no other service is built of anything that belongs to the auth service', function (this: JourneyWorld) {
  const { own, others } = this.auditor.builds('auth');
  for (const other of others)
    expect(borrowed(other, own), `modules of the auth service in the ${other.service}`).to.deep.equal([]);
});

Then('all of them load, with those that are only needed later', function (this: JourneyWorld) {
  const calls = this.auditor.rollCalls();
  expect(
    calls.map(({ service, answers }) => (answers.length > 0 ? service : `${service} has no modules`)).sort(),
    'the services whose modules were loaded',
  ).to.deep.equal(['analytics', 'auth', 'backend', 'frontend']);
  const faults = calls.flatMap(({ service, answers }) =>
    answers.flatMap(({ module, fault }) => (fault === undefined ? [] : [`${service}: ${module}: ${fault}`])),
  );
  expect(faults, 'modules that do not load').to.deep.equal([]);
});

Then('each of them opens to the service that owns it, and to no other', function (this: JourneyWorld) {
  for (const { who, of, entry } of this.auditor.tries())
    expect(entry, `what ${who} meets at what belongs to ${of}`).to.equal(who === of ? 'opens' : 'refuses');
});

Then(
  'what the auth service published about {actor} is exactly what was agreed',
  needing('cache'),
  async function (this: JourneyWorld, actor: Actor) {
    const cache = this.need('cache', 'cache');
    const wanted = ['user.registered', 'user.email_verified'];
    const look = async () => {
      const news = await cache.news(actor.account.known().id);
      const types = news.map((one) => (one as { type?: unknown }).type);
      expect(types, `what was published about ${actor.name}`).to.deep.equal(wanted);
      return news;
    };
    const news = await eventually(`All the news of ${actor.name} never came`, look, {
      within: PATIENCE.propagation,
    });
    expect(news.map(breachIn), 'what is not as agreed in each').to.deep.equal([undefined, undefined]);
  },
);
