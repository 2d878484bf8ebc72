import { readSettings, SettingsError } from '@reference/kit/settings';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backendSettings } from './settings';

const ENOUGH = {
  SERVICE_DISCOVERY_DIR: '/run/discovery',
  DATABASE_URL: 'postgresql://backend:secret@127.0.0.1:5432/backend',
  REDIS_URL: 'redis://backend:secret@127.0.0.1:6379',
  AUTH_CREDENTIAL: 'secret-of-sixteen',
  ISSUER: 'https://auth.example.org',
  AUDIENCE: 'platform',
  LLM_URL: 'http://127.0.0.1:9999/v1',
  LLM_API_KEY: 'key',
  LLM_MODEL: 'model',
  PAYMENT_URL: 'http://127.0.0.1:9998/v1',
  PAYMENT_API_KEY: 'key',
  PAYMENT_WEBHOOK_SECRET: 'secret-of-sixteen',
  PUBLIC_URL: 'http://127.0.0.1:3000',
};

const read = (env: NodeJS.ProcessEnv) => readSettings('backend', backendSettings, env);

test('what is not said has a default', () => {
  const settings = read(ENOUGH);
  assert.equal(settings.PORT, 0);
  assert.deepEqual(settings.ALLOWED_ORIGINS, []);
  assert.equal(settings.MAX_CONNECTIONS_PER_USER, 10);
});

test('no leeway is a leeway', () => {
  assert.equal(read({ ...ENOUGH, CLOCK_LEEWAY: '0' }).CLOCK_LEEWAY, 0);
});

test('origins are a list of origins, not of pages', () => {
  const { ALLOWED_ORIGINS } = read({
    ...ENOUGH,
    ALLOWED_ORIGINS: 'https://a.example, http://127.0.0.1:3000',
  });
  assert.deepEqual(ALLOWED_ORIGINS, ['https://a.example', 'http://127.0.0.1:3000']);
  assert.throws(() => read({ ...ENOUGH, ALLOWED_ORIGINS: 'https://a.example/page' }), /ALLOWED_ORIGINS/);
});

test('a missing or wrong setting is named, and no secret with it', () => {
  assert.throws(
    () => read({ ...ENOUGH, AUTH_CREDENTIAL: undefined, DATABASE_URL: 'mysql://backend:hunter2@127.0.0.1' }),
    (error: unknown) =>
      error instanceof SettingsError &&
      /AUTH_CREDENTIAL/.test(error.message) &&
      /DATABASE_URL/.test(error.message) &&
      !/hunter2/.test(error.message),
  );
});

test('analytics is told whole or not at all', () => {
  assert.equal(read(ENOUGH).ANALYTICS_USER, undefined);
  const some = { ...ENOUGH, ANALYTICS_USER: 'backend', ANALYTICS_DATABASE: 'usage' };
  assert.throws(() => read(some), /ANALYTICS_PASSWORD/);
  assert.equal(read({ ...some, ANALYTICS_PASSWORD: 'secret' }).ANALYTICS_DATABASE, 'usage');
});
