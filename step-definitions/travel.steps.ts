import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Mishap } from '../support/parameter-types';
import { piecesOfAnswer } from '../world/abilities/travel';
import type { Actor } from '../world/actor';

Given(
  '{actor} is on the train with her/his/their chat open',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.travel.begin();
    await actor.account.join();
    await actor.chat.open();
  },
);

Given(
  'the assistant is in the middle of its answer {string} to {actor}',
  needing('llm-script'),
  async function (answer: string, actor: Actor) {
    const question = 'What should I take along?';
    await actor.assistant.pauses(answer.slice(0, 8), answer, question);
    await actor.chat.ask(question);
    await actor.chat.answerBegins();
  },
);

Given("{actor}'s train has entered a tunnel", async function (actor: Actor) {
  actor.travel.lose({ kind: 'reset' });
  await actor.travel.isTold('Reconnecting');
});

When(
  "{actor}'s connection {mishap} until the assistant is done",
  needing('llm-script'),
  async function (actor: Actor, { how }: Mishap) {
    const thread = await actor.chat.threadId();
    actor.travel.lose(how);
    if (how.kind === 'reset') await actor.travel.isTold('Reconnecting');
    await actor.assistant.goesOn();
    await actor.travel.assistantIsDone(thread);
    await actor.travel.isBack({ beforeIsMissed: how.kind === 'half-open' });
  },
);

When('{actor} asks {string} and {mishap}', async function (actor: Actor, words: string, { how }: Mishap) {
  actor.travel.lose(how);
  await actor.chat.ask(words);
  const arrives = how.kind === 'silence' && how.way === 'back';
  await (arrives ? actor.travel.isStored(words) : actor.travel.loses(words));
  await actor.travel.isBack();
});

When(
  '{actor} asks {string} and {string} before its end',
  async function (actor: Actor, one: string, other: string) {
    await actor.chat.askInTheDark([one, other]);
    await actor.travel.isBack();
  },
);

When(
  "{actor}'s train is in a tunnel until her/his/their login has to be renewed",
  async function (actor: Actor) {
    actor.travel.lose({ kind: 'reset' });
    await actor.travel.isTold('Reconnecting');
    await actor.account.letTokenExpire();
    await actor.travel.isBack();
  },
);

When(
  "an answer of {int} pieces is written to {actor}'s phone while she/he/they is/are in a tunnel",
  needing('llm-script'),
  async function (pieces: number, actor: Actor) {
    actor.travel.lose({ kind: 'reset' });
    await actor.travel.asksOnPhone('How long is a piece of string?', pieces);
    await actor.account.renew();
    await actor.travel.isBack();
  },
);

Then(
  '{actor} reads the whole answer {string}, every part of it once and in order',
  async function (actor: Actor, answer: string) {
    expect(actor.travel.connectionsCut(), 'connections that were cut').to.be.greaterThan(0);
    expect(await actor.chat.answer(), 'the answer').to.equal(answer);
    const { numbers, told } = piecesOfAnswer(actor.chat);
    expect(numbers.length, 'the pieces of the answer').to.be.greaterThan(1);
    expect(numbers, 'the pieces of the answer').to.deep.equal(numbers.map((_, at) => at));
    expect(told, 'how often the question, the answer and its end were told').to.deep.equal([1, 1, 1]);
  },
);

Then("{actor}'s question is on record once, and is answered", async function (actor: Actor) {
  const { content } = await actor.chat.acceptance();
  const answer = await actor.chat.answer();
  const stored = (await actor.travel.everythingStored()).flat();
  expect(
    stored.map((message) => message.content),
    'what is stored of the conversation',
  ).to.deep.equal([content, answer]);
});

Then(
  '{actor} reads both questions and both answers, each once and in this order',
  needing('browser'),
  async function (actor: Actor) {
    const [one, other, ...more] = await actor.travel.storedAsTold();
    expect(one, 'what is stored').to.have.length(4);
    expect([other, ...more], 'what else is stored').to.deep.equal([undefined]);
    await actor.travel.readsOnPage(one ?? []);
    expect(await actor.chat.screen().transcript(), 'what stands on the page').to.deep.equal(one);
  },
);

Then('{actor} is connected again without logging in, in the same session', function (actor: Actor) {
  expect(actor.chat.attributedTo(), 'the session of the new connection').to.equal(actor.account.session().id);
  expect(actor.travel.connectionsCut(), 'connections that were cut').to.be.greaterThan(0);
});

Then('{actor} is told that not all of it is kept', function (actor: Actor) {
  const { code, detail } = actor.refusals.claim(actor.name);
  expect(code, detail).to.equal('resume_gap');
  expect(detail, 'what the person is told').to.match(/Load the thread anew\.$/);
});

Then('{actor} finds the whole answer in the conversation', async function (actor: Actor) {
  const shown = await actor.travel.reloaded();
  expect(shown, 'what the conversation shows').to.deep.equal(actor.travel.saidOnPhone());
});
