import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identityFrom } from './oauth2-provider';
import { identityIn } from './oidc-provider';

describe('an identity', () => {
  it('is read from the standard claims', () => {
    const claims = { sub: '7', email: 'ada@example.org', email_verified: true, name: 'Ada' };
    assert.deepEqual(identityIn('google', claims), {
      ...{ provider: 'google', subject: '7', email: 'ada@example.org', emailVerified: true },
      ...{ name: 'Ada', picture: null },
    });
  });

  it('has a confirmed address only where the provider says so outright', () => {
    for (const email_verified of ['true', 1, undefined, null, false])
      assert.equal(identityIn('google', { sub: '7', email_verified }).emailVerified, false);
  });

  it('has the primary address where a provider tells several', () => {
    const addresses = [
      { email: 'shared@example.org', primary: false, verified: true },
      { email: 'ada@example.org', primary: true, verified: false },
    ];
    const { email, emailVerified, name } = identityFrom('github', { id: 7, login: 'ada' }, addresses);
    assert.deepEqual(
      { email, emailVerified, name },
      { email: 'ada@example.org', emailVerified: false, name: 'ada' },
    );
  });
});
