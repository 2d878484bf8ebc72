import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { VERDICTS } from '../world/abilities/doors';
import type { Actor } from '../world/actor';

Given(
  '{actor} is chatting on {devices}',
  needing('mailbox'),
  async function (actor: Actor, devices: readonly string[]) {
    await actor.account.becomeCustomer();
    for (const device of devices) await actor.devices.add(device);
  },
);

Given('{actor} is logged in on {device} as well', async function (actor: Actor, device: string) {
  await actor.devices.add(device);
});

Given('{actor} has logged out everywhere, on {device}', async function (actor: Actor, device: string) {
  await actor.devices.logOutEverywhere(device);
});

When('{actor} looks at the list of devices on {device}', async function (actor: Actor, device: string) {
  await actor.devices.look(device);
});

When('{actor} logs out on {device}', async function (actor: Actor, device: string) {
  await actor.devices.logOut(device);
});

When('{actor} logs out everywhere, on {device}', async function (actor: Actor, device: string) {
  await actor.devices.logOut(device, true);
});

When(
  '{actor} removes {device} from the list on {device}',
  async function (actor: Actor, device: string, on: string) {
    await actor.devices.remove(device, on);
  },
);

When('{actor} logs in on {device} again', async function (actor: Actor, device: string) {
  await actor.devices.addAgain(device);
});

Then('{actor} finds {devices} on it, and nothing else', function (actor: Actor, devices: readonly string[]) {
  const listed = actor.devices.listed().map(({ name }) => name);
  expect(listed.sort(), 'the devices on the list').to.deep.equal([...devices].sort());
});

Then("{device} is marked as the one in {actor}'s hands", function (device: string, actor: Actor) {
  const current = actor.devices.listed().filter(({ isCurrent }) => isCurrent);
  expect(
    current.map(({ name }) => name),
    'the devices that are marked',
  ).to.deep.equal([device]);
});

Then(
  "{actor}'s chat(s) on {devices} end(s) because the session was ended",
  async function (actor: Actor, devices: readonly string[]) {
    for (const device of devices) {
      const { said, closed } = await actor.devices.ending(device);
      expect(`${closed.code} ${said ?? 'nothing'}`, `how the chat on ${device} ended`).to.equal(
        '4004 token_revoked',
      );
    }
  },
);

Then("{actor}'s chat(s) on {devices} go(es) on", async function (actor: Actor, devices: readonly string[]) {
  for (const device of devices)
    expect(await actor.devices.goesOn(device), `whether the chat on ${device} goes on`).to.equal(true);
});

Then("{actor}'s page asks her/him/them to log in", needing('browser'), async function (actor: Actor) {
  await actor.browsing.isAskedToLogIn();
  const { said, closed } = await actor.chat.endingOnPage();
  expect(`${closed} ${said}`, "how the page's chat ended").to.equal('4004 token_revoked');
});

Then(
  "no service takes {actor}'s login on {devices} any more, within a second",
  async function (actor: Actor, devices: readonly string[]) {
    for (const device of devices) {
      const refusals = await actor.doors.areShut(`the login on the ${device}`, actor.devices.session(device));
      expect(refusals, `how each service refuses the login on the ${device}`).to.deep.equal(VERDICTS.ended);
    }
  },
);

Then(
  "{actor}'s login on {devices} cannot be renewed either",
  async function (actor: Actor, devices: readonly string[]) {
    for (const device of devices) {
      const refusal = await actor.devices.renew(device);
      expect(refusal?.code, `why the login on the ${device} is not renewed`).to.equal('token_revoked');
    }
  },
);

Then(
  'every service takes the new login of {actor} on {device}, and none takes the old one',
  async function (actor: Actor, device: string) {
    const [now, before] = [actor.devices.session(device), actor.devices.formerSession(device)];
    expect(await actor.doors.show(now.accessToken, now), 'the new login').to.deep.equal(VERDICTS.genuine);
    expect(await actor.doors.show(before.accessToken, before), 'the old one').to.deep.equal(VERDICTS.ended);
  },
);
