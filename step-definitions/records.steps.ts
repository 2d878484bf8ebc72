import { Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import { eventually } from '../support/eventually';
import type { Actor } from '../world/actor';
import type { JourneyWorld } from '../world/journey-world';
import { PATIENCE } from '../world/service-levels';

Then(
  "the auth service has {actor}'s account on record",
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    const record = await this.need('authRecords', 'databases').account(actor.account.known().id);
    expect(record, `the auth service's row of ${actor.name}`).to.include({
      email: actor.email,
      name: actor.name,
      emailVerified: false,
    });
  },
);

Then(
  "nobody can read {actor}'s password in the records",
  needing('databases', 'cache'),
  async function (this: JourneyWorld, actor: Actor) {
    const records = this.need('authRecords', 'databases');
    const record = await records.account(actor.account.known().id);
    expect(record?.passwordHash, 'the stored form of the password').to.match(
      /^\$argon2id\$v=19\$m=\d{5,},t=\d+,p=\d+\$/,
    );
    const others = [this.need('backendRecords', 'databases'), this.need('cache', 'cache')];
    const places = await Promise.all(
      [records, ...others].map((store) => store.mentions([actor.account.secret()])),
    );
    expect(
      places.flat().map(({ where }) => where),
      'places that show the password',
    ).to.deep.equal([]);
  },
);

Then(
  "the backend has {actor}'s profile on record",
  needing('databases'),
  async function (this: JourneyWorld, actor: Actor) {
    const records = this.need('backendRecords', 'databases');
    const look = async () => {
      const profile = await records.profile(actor.account.known().id);
      expect(profile, `the backend's row of ${actor.name}`).to.include({
        email: actor.email,
        name: actor.name,
      });
    };
    await eventually(`The backend never had ${actor.name}'s profile on record`, look, {
      within: PATIENCE.propagation,
    });
  },
);
