import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayBeLinked, newsFrom } from './person-behind';

describe('an account with the address that a provider tells', () => {
  const cases: [provider: boolean, here: boolean, linked: boolean][] = [
    [true, true, true],
    [false, true, false],
    [true, false, false],
    [false, false, false],
  ];
  for (const [emailVerified, email_verified, linked] of cases) {
    const words = `${emailVerified ? 'confirmed' : 'not confirmed'} there, ${email_verified ? 'confirmed' : 'not confirmed'} here`;
    it(`is ${linked ? 'the same person' : 'left alone'} where the address is ${words}`, () => {
      assert.equal(mayBeLinked({ emailVerified }, { email_verified }), linked);
    });
  }
});

describe('what a provider says of somebody who is known', () => {
  const known = { name: 'Ada', picture: null };

  it('is taken over where it changed there', () => {
    assert.deepEqual(newsFrom(known, { name: 'Ada King', picture: null }), { name: 'Ada King' });
    assert.deepEqual(newsFrom(known, { name: 'Ada', picture: 'https://p.example.org/a.png' }), {
      picture: 'https://p.example.org/a.png',
    });
  });

  it('changes nothing where it did not, so that what the person changed here stays', () => {
    assert.deepEqual(newsFrom(known, { ...known }), {});
  });
});
