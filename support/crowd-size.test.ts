import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crowdSizeOf } from './crowd-size';

describe('--users', () => {
  it('takes as many as one instance answers at once', () => {
    assert.equal(crowdSizeOf('--users', '10'), 10);
    assert.equal(crowdSizeOf('--users', '60'), 60);
  });

  for (const wrong of ['0', '61', '-1', '3.5', 'many', '']) {
    it(`says what is wrong with "${wrong}", and where more people can come`, () => {
      assert.throws(
        () => crowdSizeOf('--users', wrong),
        /--users takes a whole number from 1 to 60, .*npm run load/,
      );
    });
  }
});
