import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

Given('{actor} has her/his/their chat open in two tabs', needing('mailbox'), async function (actor: Actor) {
  await actor.account.join();
  await actor.tabs.open('first');
  await actor.tabs.open('second');
});

Given(
  '{actor} has her/his/their chat open in as many tabs as she/he/they may',
  needing('mailbox'),
  async function (actor: Actor) {
    await actor.account.join();
    await actor.tabs.openAsManyAsAllowed();
  },
);

Given('{actor} has a conversation open in two tabs', needing('mailbox'), async function (actor: Actor) {
  await actor.account.join();
  await actor.tabs.haveConversation();
});

Given('{actor} has read an answer in her/his/their {nth} tab', async function (actor: Actor, tab: string) {
  await actor.tabs.ask('What do 3 servers at 14 dollars cost?', tab);
  for (const each of actor.tabs.all()) await each.answer();
});

When('{actor} opens her/his/their chat in a third tab', async function (actor: Actor) {
  await actor.tabs.open('third');
});

When('{actor} opens one tab more', async function (actor: Actor) {
  await actor.tries(() => actor.chat.openAnother({}));
});

When(
  '{actor} asks {string} in her/his/their {nth} tab',
  async function (actor: Actor, words: string, tab: string) {
    await actor.tabs.ask(words, tab);
  },
);

When(
  '{actor} goes back to that conversation in her/his/their {nth} tab',
  async function (actor: Actor, tab: string) {
    await actor.tabs.goBack(tab);
  },
);

Then("each tab is welcomed by itself, all of them in {actor}'s session", async function (actor: Actor) {
  const tabs = actor.tabs.all();
  const connections = new Set(tabs.map((tab) => tab.connectionId()));
  expect(connections.size, 'different connections').to.equal(tabs.length);
  const sessions = [...new Set(tabs.map((tab) => tab.attributedTo()))];
  expect(sessions, 'sessions that the tabs belong to').to.deep.equal([actor.account.session().id]);
});

Then("each of {actor}'s tabs goes on", async function (actor: Actor) {
  for (const [index, tab] of actor.tabs.all().entries())
    expect(await tab.goesOn(), `whether tab ${index + 1} goes on`).to.equal(true);
});

Then('{actor} sees her/his/their question in each tab', async function (actor: Actor) {
  for (const tab of actor.tabs.all()) {
    const { content } = await tab.acceptance();
    expect(content, 'the question as the tab shows it').to.equal(tab.words());
  }
});

Then('{actor} reads the same answer in each tab', async function (actor: Actor) {
  const [first, ...others] = actor.tabs.all();
  const answer = await first?.answer();
  expect(answer, 'the answer in the first tab').to.match(/\w+/);
  for (const tab of others) expect(await tab.answer(), 'the answer in another tab').to.equal(answer);
});

Then(
  "{actor}'s {nth} tab shows the {int} messages of that conversation",
  function (actor: Actor, tab: string, messages: number) {
    expect(actor.tabs.shownIn(tab), 'messages that are shown').to.equal(messages);
  },
);

Then("{actor}'s {nth} tab stays where it was", async function (actor: Actor, tab: string) {
  expect(await actor.tabs.toldUntilFence(tab), 'what the other tab was told').to.not.include(
    'thread_switched',
  );
});
