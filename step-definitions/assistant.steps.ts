import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';

Given(
  "the assistant works out {string} to answer {actor}'s question {string} with {string}",
  needing('llm-script'),
  async function (expression: string, actor: Actor, question: string, answer: string) {
    await actor.assistant.worksOut(question, [expression], answer);
  },
);

Given(
  "the assistant works out {string} and {string} to answer {actor}'s question {string} with {string}",
  needing('llm-script'),
  async function (first: string, then: string, actor: Actor, question: string, answer: string) {
    await actor.assistant.worksOut(question, [first, then], answer);
  },
);

Given(
  'the assistant works out {string} for {actor} and pauses after the words {string} of {string}',
  needing('llm-script'),
  async function (expression: string, actor: Actor, first: string, answer: string) {
    await actor.assistant.worksOutAndPauses(expression, first, answer);
  },
);

Given(
  'the assistant pauses after the words {string} when it answers {actor} with {string}',
  needing('llm-script'),
  async function (first: string, actor: Actor, answer: string) {
    await actor.assistant.pauses(first, answer);
  },
);

Then(
  'the mail server and the language model each did their part for {actor}',
  needing('mailbox', 'llm-script'),
  async function (this: JourneyWorld, actor: Actor) {
    const mails = await this.need('mailbox', 'mailbox').mailsTo(actor.email);
    expect(
      mails.map(({ traceId }) => traceId),
      'the trace of each mail',
    ).to.deep.equal([this.traceId]);
    const requests = await actor.assistant.requests();
    expect(
      requests.map(({ agent }) => agent),
      'the agents that asked the language model',
    ).to.include.members(['triage', 'report']);
    expect(new Set(requests.map(({ trace_id }) => trace_id)), 'the traces of their requests').to.deep.equal(
      new Set([this.traceId]),
    );
  },
);

Then(
  'the auth service and the backend each did their part for {actor}',
  needing('logs'),
  async function (this: JourneyWorld, actor: Actor) {
    const lines = await this.stage.drivers.shared.operations.logs(this.traceId);
    const services = new Set(lines.map(({ service }) => service));
    expect([...services], `services with a log of what they did for ${actor.name}`).to.include.members([
      'auth',
      'backend',
    ]);
  },
);
