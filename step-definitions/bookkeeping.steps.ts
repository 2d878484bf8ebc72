import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually } from '../support/eventually';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';
import { PATIENCE } from '../world/service-levels';

Given(
  '{actor} has sent {int} messages, each in both tabs at the same moment',
  async function (actor: Actor, messages: number) {
    actor.bookkeeping.sendInEachTab(messages);
    await actor.bookkeeping.areTaken();
  },
);

When(
  '{actor} asks {int} questions that are answered and one that is not, and {actor} asks {int}',
  needing('llm-script'),
  async function (one: Actor, answered: number, other: Actor, others: number) {
    await Promise.all([one.bookkeeping.askAll(answered, true), other.bookkeeping.askAll(others, false)]);
  },
);

When(
  'the database breaks down while {actor} sends {int} more in the same way',
  needing('restarts'),
  async function (this: JourneyWorld, actor: Actor, messages: number) {
    actor.refusals.expectInterruptions();
    actor.bookkeeping.sendInEachTab(messages);
    await this.operator.takeDown('postgres');
  },
);

Then(
  'the usage figures say the same of each of them as they were told',
  needing('usage-figures'),
  async function (this: JourneyWorld) {
    for (const { name, bookkeeping } of this.cast.everyone()) {
      const told = bookkeeping.told();
      expect(Object.keys(told.answered), `answers that ${name} was told of`).to.have.length.greaterThan(0);
      expect(await bookkeeping.counted(told), `what is counted for ${name}`).to.deep.equal(told);
    }
  },
);

Then(
  'the usage figures say the same of all of them together',
  needing('usage-figures'),
  async function (this: JourneyWorld) {
    const told = this.cast.everyone().map(({ bookkeeping }) => bookkeeping.told());
    const sum = (of: (one: (typeof told)[number]) => number) => told.reduce((all, one) => all + of(one), 0);
    const wanted = {
      message_accepted: sum(({ asked }) => asked),
      run_completed: sum(({ answered }) => Object.keys(answered).length),
      run_failed: sum(({ failed }) => failed.length),
    };
    const { agent_step: steps, ...totals } = await this.need('usageFigures', 'usage-figures').totals(
      this.traceId,
    );
    expect(totals, 'what is counted in all').to.deep.equal(wanted);
    expect(steps, 'steps that agents took').to.be.at.least(wanted.run_completed);
  },
);

Then(
  'once the database is back and {actor} has sent all of them again, each is on record once, with one answer',
  needing('restarts', 'databases'),
  async function (this: JourneyWorld, actor: Actor) {
    await this.operator.bringBack('postgres');
    await this.operator.everyServiceIsReady();
    await actor.bookkeeping.sendAllAgain();
    const each = actor.bookkeeping.howMany();
    expect(await actor.bookkeeping.books(), 'what is on record').to.deep.equal({
      ...{ conversations: each, questions: each, runs: each, answers: each, counted: each },
    });
    actor.refusals.interruptionsAreOver();
  },
);

Then(
  "{actor}'s plan and the usage figures count each of them once",
  needing('databases', 'usage-figures'),
  async function (this: JourneyWorld, actor: Actor) {
    const each = actor.bookkeeping.howMany();
    expect((await actor.plan.usage()).used, 'messages that the plan counts').to.equal(each);
    const look = async () => {
      const totals = await this.need('usageFigures', 'usage-figures').totals(this.traceId);
      const { message_accepted: asked, run_completed: answered } = totals;
      expect({ asked, answered }, 'what the usage figures count').to.deep.equal({
        asked: each,
        answered: each,
      });
    };
    await eventually(`The usage figures never agreed with what ${actor.name} did`, look, {
      within: PATIENCE.figures,
    });
  },
);
