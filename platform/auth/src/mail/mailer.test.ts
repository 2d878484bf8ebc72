import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusedForGood } from './mailer';

describe('a mail server’s refusal', () => {
  it('is final from 500 on, and worth another try below', () => {
    assert.equal(isRefusedForGood(Object.assign(new Error('no such user'), { responseCode: 550 })), true);
    assert.equal(isRefusedForGood(Object.assign(new Error('busy'), { responseCode: 421 })), false);
    assert.equal(isRefusedForGood(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })), false);
  });
});
