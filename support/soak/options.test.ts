import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSoakOptions } from './options';

describe('the options of a soak', () => {
  it('have defaults', () => {
    const { seed, ...defaults } = readSoakOptions(['passwords']);
    assert.deepEqual(defaults, {
      ...{ what: 'passwords', guesses: 1000, addresses: 20 },
      ...{ connections: 1000, streams: 50, messages: 10_000, kills: 20, waves: 30 },
    });
    assert.ok(seed >= 1, `${seed} is a seed`);
    assert.equal(readSoakOptions(['kills', '--seed', '7']).seed, 7);
    assert.equal(readSoakOptions(['connections', '--streams', '5']).streams, 5);
  });

  it('are bounded', () => {
    assert.equal(readSoakOptions(['passwords', '--guesses', '50']).guesses, 50);
    for (const guesses of ['0', '10001', 'many'])
      assert.throws(
        () => readSoakOptions(['passwords', '--guesses', guesses]),
        /--guesses takes a whole number/,
      );
    assert.throws(() => readSoakOptions(['passwords', '--addresses', '201']), /--addresses takes/);
  });

  it('name what is soaked, unless only the help is wanted', () => {
    assert.throws(() => readSoakOptions([]), /passwords/);
    assert.throws(() => readSoakOptions(['messages']), /not "messages"/);
    assert.throws(() => readSoakOptions(['passwords', '--fast']), /the options are/);
    assert.equal(readSoakOptions(['--help']).what, undefined);
  });
});
