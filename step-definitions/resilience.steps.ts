import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { REFUSED_AT_ONCE } from '../world/abilities/circuits';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given(
  'the assistant is away whenever it is called for {actor}',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.isAway();
  },
);

Given(
  'the auth service hangs, and the analytics service is down',
  needing('restarts'),
  async function (this: JourneyWorld) {
    await this.operator.freeze('auth');
    await this.operator.takeDown('analytics');
  },
);

When(
  '{actor} asks until the platform leaves the assistant alone',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.circuits.askUntilLeftAlone();
  },
);

When(
  '{actor} opens six tabs at once and then more, one after the other, and asks in the one that was open',
  async function (actor: Actor) {
    await actor.chat.ask('What do 3 servers at 14 dollars cost?');
    await actor.circuits.openTabs();
  },
);

Then(
  'each time {actor} is told what she/he/they can do, and the last time without a call for the assistant',
  function (actor: Actor) {
    const { told, callsForLast } = actor.circuits.vain();
    for (const { message, reference, offersRetry } of told) {
      expect(message, 'what the person is told').to.match(/^[A-Z].*\btry again\b.*\.$/);
      expect(reference, 'the reference for support').to.match(/^[0-9a-f]{32}$/);
      expect(offersRetry, 'whether the person can try again').to.equal(true);
    }
    expect(callsForLast, 'calls for the assistant after the last question').to.equal(0);
  },
);

Then(
  "{actor}'s page announces {string}, and a backend says so too",
  needing('browser'),
  async function (this: JourneyWorld, actor: Actor, words: string) {
    await actor.browsing.readsNote(words);
    expect(actor.circuits.told('llm')[0], 'the first word about the assistant').to.equal('open');
    await this.operator.aBackendSays('llm', /the circuit is (half )?open/);
  },
);

Then(
  "once the assistant is back, {actor}'s last question is answered, and nothing speaks of trouble any more",
  needing('browser', 'llm-script'),
  async function (this: JourneyWorld, actor: Actor) {
    await actor.assistant.recovers();
    await actor.circuits.hears('llm', 'half_open');
    await actor.chat.tryAgain();
    expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
    await actor.circuits.hears('llm', 'closed');
    await actor.browsing.noNoteIsLeft('The assistant has trouble');
    await this.operator.everyServiceIsReady();
  },
);

Then(
  '{actor} is answered, and each new tab is refused because nobody can check logins, the last one at once',
  async function (actor: Actor) {
    expect(await actor.chat.answer(), 'the answer').to.match(/\w+/);
    const tabs = actor.circuits.tabs();
    expect(
      tabs.map(({ outcome }) => outcome),
      'what became of each tab',
    ).to.deep.equal(tabs.map(() => 'auth_unavailable'));
    expect(tabs.at(-1)?.ms, 'milliseconds until the last tab was refused').to.be.lessThan(REFUSED_AT_ONCE);
  },
);

Then(
  '{actor} is told that the auth service and the analytics service have trouble, and the backend says so too',
  async function (this: JourneyWorld, actor: Actor) {
    for (const service of ['auth', 'analytics']) {
      const told = await actor.circuits.hearsOfTrouble(service);
      await this.operator.aBackendSays(service, /the circuit is (half )?open/);
      expect(told[0], `the first word about ${service}`).to.equal('open');
    }
  },
);

Then(
  'once both are back, {actor} is told so, every service is ready, and a new tab opens',
  needing('restarts'),
  async function (this: JourneyWorld, actor: Actor) {
    await this.operator.thaw();
    await this.operator.bringBack('analytics');
    for (const service of ['auth', 'analytics']) await actor.circuits.hears(service, 'closed');
    await this.operator.everyServiceIsReady();
    expect((await actor.circuits.openTab()).outcome, 'what becomes of a new tab').to.equal('open');
  },
);
