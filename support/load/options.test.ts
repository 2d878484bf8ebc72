import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { peopleOf, readLoadOptions } from './options';

describe('the options of a load', () => {
  it('have defaults', () => {
    assert.deepEqual(readLoadOptions([]), {
      ...{ help: false, target: 'local', users: 500, minutes: 2, share: { part: 1, of: 1 } },
    });
  });

  for (const [argv, message] of [
    [['--users', '0'], /--users takes a whole number from 1 to 100000, not "0"/],
    [['--minutes', 'long'], /--minutes takes a number from 0.1 to 1440, not "long"/],
    [['--share', '5/4'], /--share takes .* such as 2\/4, not "5\/4"/],
    [['--fast'], /the options are --users/],
  ] as const) {
    it(`say what is wrong with ${argv.join(' ')}`, () => {
      assert.throws(() => readLoadOptions(argv), message);
    });
  }
});

describe("a machine's share", () => {
  it('leaves nobody out and has nobody twice', () => {
    const shares = [1, 2, 3].map((part) => peopleOf({ users: 500, share: { part, of: 3 } }));
    assert.deepEqual(shares, [
      { from: 0, to: 166 },
      { from: 166, to: 333 },
      { from: 333, to: 500 },
    ]);
  });
});
