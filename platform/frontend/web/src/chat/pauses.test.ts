import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pauseBefore } from './pauses';

describe('the pause before a reconnection', () => {
  it('doubles from 0.25 s up to 10 s', () => {
    const pauses = [0, 1, 2, 5, 6, 50].map((attempt) => pauseBefore(attempt, 0));
    assert.deepEqual(pauses, [250, 500, 1_000, 8_000, 10_000, 10_000]);
  });

  it('is shorter by chance, by no more than half', () => {
    assert.equal(pauseBefore(2, 0.5), 750);
    assert.equal(pauseBefore(2, 1), 500);
  });

  it('begins at 4 s where patience was asked for', () => {
    assert.equal(pauseBefore(0, 0, { patient: true }), 4_000);
    assert.equal(pauseBefore(6, 0, { patient: true }), 10_000);
  });
});
