import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUnavailable } from './unavailable';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('a store that is away', () => {
  it('is told by what Node, PostgreSQL and its driver say', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '25006', '57014', '08006'])
      assert.equal(isUnavailable(coded(code)), true, code);
    assert.equal(isUnavailable(new Error('Connection terminated unexpectedly')), true);
    assert.equal(isUnavailable(new Error('timeout exceeded when trying to connect')), true);
    assert.equal(isUnavailable(new Error('Reached the max retries per request limit (which is 1).')), true);
    assert.equal(isUnavailable(new Error('Command timed out')), true);
    assert.equal(isUnavailable(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])), true);
  });

  it('is no excuse for a fault of our own', () => {
    for (const code of ['23505', '42P01', 'ERR_INVALID_ARG_TYPE'])
      assert.equal(isUnavailable(coded(code)), false, code);
    assert.equal(isUnavailable(new TypeError('x is not a function')), false);
    assert.equal(isUnavailable('ECONNREFUSED'), false);
  });
});
