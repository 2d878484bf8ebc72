import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';

const ON_PAGES = needing('browser');

When(
  '{actor} signs {device} out on the settings page',
  ON_PAGES,
  async function (actor: Actor, device: string) {
    await actor.browsing.signOutDevice(device);
  },
);

When('{actor} signs out everywhere on the settings page', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.signOutEverywhere();
});

Then(
  'the settings page lists {actor} on {devices} and on the device in her/his/their hands, and nowhere else',
  ON_PAGES,
  async function (actor: Actor, devices: readonly string[]) {
    const listed = await actor.browsing.devices();
    const elsewhere = listed.filter(({ isHere }) => !isHere).map(({ name }) => name);
    expect(elsewhere.sort(), 'devices elsewhere').to.deep.equal([...devices].sort());
    expect(listed.length - elsewhere.length, 'devices in hand').to.equal(1);
  },
);

Then('{actor} is asked to log in again, and logs in', ON_PAGES, async function (actor: Actor) {
  await actor.browsing.isAskedToLogIn();
  await actor.account.logIn();
  expect(await actor.browsing.title(), 'the page that is open').to.equal(`Welcome, ${actor.name}`);
});
