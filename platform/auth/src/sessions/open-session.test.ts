import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceName } from './open-session';
import { presentedToken } from './refresh';

describe('a device', () => {
  it('has a name on one line, and one that says so where it is not known', () => {
    assert.equal(deviceName(' Ada’s\n laptop '), 'Ada’s  laptop');
    assert.equal(deviceName(''), 'Unknown device');
    assert.equal(deviceName(undefined), 'Unknown device');
    assert.equal(deviceName('x'.repeat(500)).length, 120);
  });
});

describe('a presented refresh token', () => {
  it('is taken from the body before the cookie', () => {
    assert.equal(presentedToken({ refresh_token: 'body' }, 'cookie'), 'body');
    assert.equal(presentedToken({}, 'cookie'), 'cookie');
    assert.equal(presentedToken(undefined, 'cookie'), 'cookie');
    assert.throws(() => presentedToken(undefined, undefined), { code: 'token_missing' });
  });
});
