import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { readSettings } from '@reference/kit/settings';
import { authSettings } from './settings';

const key = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'a',
};

const GOOD = {
  SERVICE_DISCOVERY_DIR: '.service_discovery',
  DATABASE_URL: 'postgresql://auth:hush@127.0.0.1:5432/auth',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SIGNING_KEYS: JSON.stringify({ keys: [key] }),
  ISSUER: 'http://127.0.0.1:8001',
  AUDIENCE: 'chat',
  SERVICE_CREDENTIALS: JSON.stringify({ backend: 'a-secret-of-some-length' }),
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'Chat <chat@example.org>',
  PUBLIC_URL: 'http://127.0.0.1:3000/',
};

const read = (change: Record<string, string | undefined> = {}) =>
  readSettings('auth', authSettings, { ...GOOD, ...change });

describe('settings', () => {
  it('are read once, typed, with sensible life times and limits', () => {
    const settings = read({ ACCESS_TOKEN_TTL: '2.5' });
    assert.equal(settings.ACCESS_TOKEN_TTL, 2.5);
    assert.equal(settings.LOGIN_ATTEMPTS, 5);
    assert.equal(settings.PUBLIC_URL, 'http://127.0.0.1:3000');
    assert.equal(settings.SIGNING_KEYS.keys[0]?.kid, 'a');
    assert.deepEqual(settings.SERVICE_CREDENTIALS, { backend: 'a-secret-of-some-length' });
  });

  const wrong: Record<string, string | undefined> = {
    DATABASE_URL: 'mysql://auth:hush-hush@127.0.0.1/auth',
    REDIS_URL: 'hush-hush',
    SIGNING_KEYS: '{"keys":[{"kty":"oct","k":"hush-hush"}]}',
    SERVICE_CREDENTIALS: '{"backend":"hush-hush"}',
    SMTP_URL: undefined,
    PUBLIC_URL: 'ftp://example.org',
    ACCESS_TOKEN_TTL: '-1',
    LOGIN_ATTEMPTS: '2.5',
    SERVICE_DISCOVERY_DIR: undefined,
  };
  for (const [name, value] of Object.entries(wrong)) {
    it(`name ${name} when it is wrong, and do not repeat it`, () => {
      assert.throws(
        () => read({ [name]: value }),
        (error: Error) => error.message.includes(`${name}: `) && !error.message.includes('hush-hush'),
      );
    });
  }

  it('refuse a public key where a private one is needed', () => {
    const publicKey = { ...key, d: undefined };
    assert.throws(() => read({ SIGNING_KEYS: JSON.stringify({ keys: [publicKey] }) }), /SIGNING_KEYS/);
  });
});
