import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

Given(
  '{actor} has talked about {string} in {string} and about {string} in {string}',
  needing('mailbox'),
  async function (actor: Actor, one: string, title: string, other: string, otherTitle: string) {
    await actor.account.join();
    await actor.chat.open();
    await actor.conversations.talkAbout(one, title);
    await actor.conversations.talkAbout(other, otherTitle);
  },
);

Given(
  '{actor} has begun the conversation {string} in her/his/their {nth} tab',
  async function (actor: Actor, title: string, tab: string) {
    await actor.conversations.begin(title, actor.tabs.tab(tab));
    await actor.conversations.areListed([title]);
  },
);

Given(
  '{actor} is reading the beginning of an answer in {string}, in her/his/their {nth} tab',
  needing('llm-script'),
  async function (actor: Actor, title: string, nth: string) {
    const tab = actor.tabs.tab(nth);
    const question = 'Tell me a story.';
    await actor.assistant.pauses('Once upon a time', 'Once upon a time there was a budget.', question);
    await actor.conversations.begin(title, tab);
    await actor.conversations.ask(question, title, tab);
    await actor.conversations.answerBegins(title, tab);
  },
);

Given(
  'the assistant is still answering {string} in {string} for {actor}',
  needing('llm-script'),
  async function (question: string, title: string, actor: Actor) {
    await actor.assistant.pauses('It takes', 'It takes a while.', question);
    await actor.conversations.ask(question, title);
    await actor.conversations.answerBegins(title);
  },
);

When(
  '{actor} begins the conversation {string} in her/his/their {nth} tab',
  async function (actor: Actor, title: string, tab: string) {
    await actor.conversations.begin(title, actor.tabs.tab(tab));
  },
);

When(
  '{actor} renames {string} to {string} in her/his/their {nth} tab',
  async function (actor: Actor, title: string, to: string, tab: string) {
    await actor.conversations.rename(title, to, actor.tabs.tab(tab));
  },
);

When(
  '{actor} deletes {string} in her/his/their {nth} tab',
  async function (actor: Actor, title: string, tab: string) {
    await actor.conversations.remove(title, actor.tabs.tab(tab));
  },
);

When('{actor} turns to {string}', async function (actor: Actor, title: string) {
  await actor.conversations.turnTo(title);
});

When('{actor} asks {string} in {string}', async function (actor: Actor, words: string, title: string) {
  await actor.conversations.ask(words, title);
});

Then("each of {actor}'s tabs lists {string} and nothing else", async function (actor: Actor, title: string) {
  await actor.conversations.areListed([title]);
  expect(await actor.tabs.tab('second').threads().titles(), 'conversations').to.deep.equal([title]);
});

Then("none of {actor}'s tabs lists a conversation any more", async function (actor: Actor) {
  await actor.conversations.areListed([]);
  expect(await actor.tabs.tab('second').threads().titles(), 'conversations').to.deep.equal([]);
});

Then(
  'nothing more of the answer reaches {actor}, whatever the assistant goes on to say',
  needing('llm-script'),
  async function (actor: Actor) {
    await actor.assistant.goesOn();
    // A later event that all tabs are told: had anything come of the answer, it would have come before.
    actor.tabs.keepPlaces();
    await actor.tabs.toldUntilFence('second');
    for (const tab of actor.tabs.all())
      expect(actor.conversations.afterDeletion(tab), 'what was told after the end').to.deep.equal([]);
  },
);

Then(
  'the agents know the title {string} and {int} earlier messages when they answer {actor}',
  async function (title: string, earlier: number, actor: Actor) {
    const known = await actor.conversations.contextIn(title);
    expect(known.length, 'agents that said what they know').to.be.greaterThan(1);
    for (const context of known)
      expect(context, 'what an agent says that it knows').to.deep.equal({
        thread_title: title,
        earlier_messages: earlier,
      });
  },
);

Then(
  '{actor} is shown what was said in {string}, word for word, and nothing else',
  function (actor: Actor, title: string) {
    expect(actor.conversations.lastShown(), `what is shown of "${title}"`).to.deep.equal(
      actor.conversations.saidIn(title),
    );
  },
);

Then(
  'the agents are told of {string} and never of {string} when they answer {actor} {string}',
  needing('llm-script'),
  async function (subject: string, other: string, actor: Actor, words: string) {
    const requests = await actor.conversations.toldToAgents(words);
    expect(
      requests.map(({ agent }) => agent),
      'the agents that were asked',
    ).to.include.members(['triage', 'report']);
    for (const { agent, told } of requests) {
      expect(told, `what the ${agent} agent is told`).to.include(subject);
      expect(told, `what the ${agent} agent is told`).to.not.include(other);
    }
  },
);

Then(
  '{actor} reads the answer to {string} in {string} while {string} is still being answered',
  async function (actor: Actor, words: string, title: string, other: string) {
    const { content, toldIn } = await actor.conversations.answerIn(title);
    expect(content, `the answer in "${title}"`).to.include(words);
    expect(toldIn, 'the conversations in which it was told').to.deep.equal([actor.conversations.idOf(title)]);
    expect(actor.conversations.isBeingAnswered(other), `whether "${other}" is still being answered`).to.equal(
      true,
    );
  },
);

Then(
  '{actor} reads {string} in {string} when the assistant goes on',
  needing('llm-script'),
  async function (actor: Actor, answer: string, title: string) {
    await actor.assistant.goesOn();
    const { content, toldIn } = await actor.conversations.answerIn(title);
    expect(content, `the answer in "${title}"`).to.equal(answer);
    expect(toldIn, 'the conversations in which it was told').to.deep.equal([actor.conversations.idOf(title)]);
  },
);
