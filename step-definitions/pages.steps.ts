import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import type { PageName, Preferences } from '../world/drivers/pages';

const ON_PAGES = needing('browser');
const VISITORS: readonly PageName[] = [
  'the start page',
  'the sign-up page',
  'the login page',
  'the page for a forgotten password',
  'the page that asks for a look at the mail',
  'the page for a new password',
  'a page that does not exist',
];

Given('{actor} has closed the page', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.closeTab();
});

When('{actor} opens {page}', ON_PAGES, async function (actor: Actor, page: PageName) {
  await actor.browsing.open(page);
});

When('{actor} changes her/his/their name to {string}', ON_PAGES, async function (actor: Actor, name: string) {
  await actor.tries(() => actor.browsing.changeName(name));
});

When(
  '{actor} chooses the dark theme, {string} as her/his/their language and no mails',
  ON_PAGES,
  async function (actor: Actor, language: Preferences['language']) {
    await actor.tries(() => actor.browsing.choose({ theme: 'Dark', language, notifications: false }));
  },
);

When('{actor} logs out', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.logOut();
});

Then('{actor} reads what the product is for', ON_PAGES, async function (actor: Actor) {
  expect(await actor.browsing.title(), 'what the page promises').to.match(/^\p{Lu}.+\s.+\s.+/u);
});

Then('{actor} is offered to sign up and to log in', ON_PAGES, async function (actor: Actor) {
  expect(await actor.browsing.links(), 'the links of the page').to.include.members(['Sign up', 'Log in']);
});

Then(
  '{actor} is welcomed to her/his/their dashboard by her/his/their name',
  ON_PAGES,
  async function (actor: Actor) {
    await actor.browsing.isWelcomedAs(actor.name);
  },
);

Then(
  '{actor} is welcomed as {string} when she/he/they comes/come back to her/his/their dashboard',
  ON_PAGES,
  async function (actor: Actor, name: string) {
    await actor.browsing.open('the dashboard');
    await actor.browsing.isWelcomedAs(name);
  },
);

Then(
  '{actor} finds everything as she/he/they chose it when she/he/they comes/come back to her/his/their settings',
  ON_PAGES,
  async function (actor: Actor) {
    await actor.browsing.loadAgain();
    await findsEverythingAsChosen(actor);
  },
);

Then(
  '{actor} finds everything as she/he/they chose it on her/his/their phone',
  ON_PAGES,
  async function (actor: Actor) {
    await actor.browsing.takePhone();
    await findsEverythingAsChosen(actor);
  },
);

Then(
  '{actor} is asked to log in when she/he/they opens/open the dashboard',
  ON_PAGES,
  async function (actor: Actor) {
    await actor.browsing.open('the dashboard');
    await actor.browsing.isAskedToLogIn();
  },
);

When('{actor} goes through the pages for visitors', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.goThrough(VISITORS);
});

When('{actor} goes through the pages for customers', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.lookForBarriers('the chat');
  await actor.browsing.goThrough(['the settings']);
});

Then('nothing on them keeps {actor} from using them', ON_PAGES, function (actor: Actor) {
  const lines = actor.browsing
    .barriersMet()
    .flatMap(({ page, barriers }) =>
      barriers.map(({ look, rule, element }) => `${page} (${look}): ${rule}\n    ${element}`),
    );
  expect(lines, `what keeps people from using the pages:\n  ${lines.join('\n  ')}\n`).to.deep.equal([]);
});

async function findsEverythingAsChosen(actor: Actor): Promise<void> {
  const { chosen, shown } = await actor.browsing.preferences();
  expect(shown, 'what the settings page shows').to.deep.equal(chosen);
  expect(await actor.browsing.isDark(), 'whether the page is dark').to.equal(chosen.theme === 'Dark');
}
