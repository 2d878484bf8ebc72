import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import { eventually } from '../support/eventually';
import type { Actor } from '../world/actor';
import { PATIENCE } from '../world/service-levels';

type Service = 'auth' | 'backend';

async function recognises(service: Service, actor: Actor): Promise<void> {
  const look = async () => {
    const { id, name } = await actor.account.recognisedBy(service);
    expect({ id, name }).to.deep.equal({ id: actor.account.known().id, name: actor.name });
  };
  await eventually(`The ${service} never recognised ${actor.name}`, look, { within: PATIENCE.propagation });
}

Given('every service recognises {actor}', async function (actor: Actor) {
  await recognises('auth', actor);
  await recognises('backend', actor);
});

Then('the {service} knows {actor} by her/his/their name', async function (service: Service, actor: Actor) {
  await recognises(service, actor);
});
