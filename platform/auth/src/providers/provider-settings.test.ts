import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { providerList } from './provider-settings';

const google = {
  ...{ id: 'google', name: 'Google', protocol: 'oidc', issuer: 'https://accounts.example.org' },
  ...{ client_id: 'us', client_secret: 'hush' },
};
const takes = (...providers: object[]) => providerList.safeParse(providers).success;

describe('the list of providers', () => {
  it('has each once, under its id', () => {
    assert.equal(takes(google, { ...google, id: 'okta' }), true);
    assert.equal(takes(google, google), false);
  });

  it('asks nobody without encryption, except on this machine', () => {
    assert.equal(takes({ ...google, issuer: 'http://127.0.0.1:4000/google' }), true);
    assert.equal(takes({ ...google, issuer: 'http://accounts.example.org' }), false);
    assert.equal(takes({ ...google, issuer: 'http://127.0.0.1.example.org' }), false);
  });

  it('needs to know where a provider without OpenID Connect keeps its people', () => {
    assert.equal(takes({ ...google, protocol: 'oauth2' }), false);
  });
});
