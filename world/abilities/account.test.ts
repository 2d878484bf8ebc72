import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkIn } from './account';

describe('the link in a mail', () => {
  it('is found in its text', () => {
    const text = 'Hello Ada,\n\nhttp://127.0.0.1:3000/verify-email?token=abc_-123\n\nBye';
    assert.equal(linkIn({ subject: 'Confirm', text }), 'http://127.0.0.1:3000/verify-email?token=abc_-123');
  });

  it('must be there, and be the only one', () => {
    assert.throws(() => linkIn({ subject: 'Confirm', text: 'Hello' }), /"Confirm" has 0 links, not one/);
    assert.throws(
      () => linkIn({ subject: 'Confirm', text: 'http://a/1 http://a/2' }),
      /has 2 links, not one/,
    );
  });
});
