import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashOf } from '../stores/secret';
import { belongsTo } from './take-answer';

describe('an answer belongs to an attempt', () => {
  const attempt = { provider: 'google', browser_hash: hashOf('this browser') };

  it('of the same provider in the same browser', () => {
    assert.equal(belongsTo(attempt, 'google', hashOf('this browser')), true);
  });

  it('and to none of another provider, or in another browser', () => {
    assert.equal(belongsTo(attempt, 'okta', hashOf('this browser')), false);
    assert.equal(belongsTo(attempt, 'google', hashOf('another')), false);
  });
});
