import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { ExportFormat } from '../world/drivers/exports';
import type { JourneyWorld } from '../world/journey-world';

const STORES = ['databases', 'cache', 'usage-figures'] as const;

Given(
  '{actor} has a history of {int} messages in {int} conversation(s)',
  needing('mailbox'),
  async function (actor: Actor, messages: number, conversations: number) {
    await actor.account.join();
    await actor.archive.haveHistory(messages, conversations);
  },
);

Given(
  '{actor} has a conversation {string} in which she/he/they once said {string}',
  needing('mailbox'),
  async function (actor: Actor, title: string, words: string) {
    await actor.account.join();
    await actor.archive.onceSaid(words, title);
  },
);

Given('{actor} has taken her/his/their history along', async function (actor: Actor) {
  await actor.archive.take('json');
});

Given(
  "every store of the platform knows of {string}, in {actor}'s {string}",
  needing(...STORES),
  async function (this: JourneyWorld, subject: string, actor: Actor, title: string) {
    const { shared } = this.stage.drivers;
    await actor.archive.areKept([subject, actor.conversations.idOf(title)], shared);
  },
);

When(
  '{actor} takes her/his/their history along as a {file}',
  async function (actor: Actor, format: ExportFormat) {
    await actor.archive.take(format);
  },
);

When("{actor} tries to take {actor}'s file", async function (actor: Actor, other: Actor) {
  await actor.tries(() => actor.archive.takeFileOf(other));
});

When('{actor} deletes the conversation {string}', async function (actor: Actor, title: string) {
  await actor.conversations.remove(title, actor.chat);
  await actor.conversations.isGone(title);
});

Then(
  '{actor} has a file with each of the {int} messages once, in its conversation and in order',
  function (actor: Actor, messages: number) {
    expect(actor.archive.taken().name, "the file's name").to.match(/^chats-\d{4}-\d\d-\d\d\.(json|csv)$/);
    expect(actor.archive.held(), 'what the file holds').to.deep.equal(actor.archive.everything());
    expect(actor.archive.held(), 'the messages in the file').to.have.length(messages);
  },
);

Then("no cell of {actor}'s spreadsheet would be run as a formula", function (actor: Actor) {
  const cells = actor.archive.cells();
  expect(cells.length, 'cells').to.be.greaterThan(4);
  for (const cell of cells) expect(cell, 'a cell').to.not.match(/^[=+\-@\t\r]/);
});

Then(
  'nothing that {actor} said about {string} is left in any store, and nothing is counted for it',
  needing(...STORES),
  async function (this: JourneyWorld, actor: Actor, subject: string) {
    const { shared } = this.stage.drivers;
    expect(await actor.archive.placesWith([subject], shared), 'places that hold it').to.deep.equal([]);
    // What is kept to resume with must go on naming it: as deleted.
    const id = actor.conversations.lastDeleted();
    expect(
      await actor.archive.placesWith([id], shared, { besidesEvents: true }),
      'places that count it',
    ).to.deep.equal([]);
  },
);

Then(
  'the file that {actor} took before cannot be had again, and a new one holds {string} alone',
  async function (actor: Actor, title: string) {
    await actor.tries(() => actor.archive.takeFileOf(actor));
    expect(actor.refusals.claim(actor.name).code, 'why').to.equal('export_not_found');
    await actor.archive.take('json');
    const conversations = new Set(actor.archive.held().map(({ conversation }) => conversation));
    expect([...conversations], 'the conversations in the new file').to.deep.equal([title]);
  },
);
