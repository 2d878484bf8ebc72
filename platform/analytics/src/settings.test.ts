import { readSettings, SettingsError } from '@reference/kit/settings';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyticsSettings } from './settings';

const read = (USERS?: string) =>
  readSettings('analytics', analyticsSettings, { SERVICE_DISCOVERY_DIR: '/run', DATA_DIR: '/data', USERS });

test('users are JSON, and may write unless it is said that they may not', () => {
  const users = { backend: { password: 'secret', database: 'usage' } };
  assert.deepEqual(read(JSON.stringify(users)).USERS, { backend: { ...users.backend, readonly: false } });
});

test('wrong users are one sentence without their passwords', () => {
  const odd = JSON.stringify({ 'back end': { password: 'hunter2', database: 'a.b; drop' } });
  for (const text of [undefined, 'nothing', odd])
    assert.throws(
      () => read(text),
      (error: unknown) =>
        error instanceof SettingsError && /USERS/.test(error.message) && !/hunter2|drop/.test(error.message),
    );
});
