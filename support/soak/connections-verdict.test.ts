import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOfCrowd, type Crowded } from './connections-verdict';

const MEGABYTE = 1_048_576;

const HELD: Crowded = {
  ...{ connections: 1_000, alive: 1_000, asked: 50, answered: 50, events: 9_000, breaches: [] },
  memory: { before: 100 * MEGABYTE, during: 140 * MEGABYTE },
  file: {
    ...{ wanted: 10_000, messages: 10_000, bytes: 40 * MEGABYTE },
    memory: { before: 90 * MEGABYTE, most: 120 * MEGABYTE },
  },
};

const broken = (change: Partial<Crowded>): number[] =>
  claimsOfCrowd({ ...HELD, ...change }).flatMap(({ holds }, at) => (holds ? [] : [at]));

describe('the claims of a soak of connections', () => {
  it('hold where a crowd costs little and loses nothing', () => {
    assert.deepEqual(broken({}), []);
    assert.match(claimsOfCrowd(HELD)[0]?.words ?? '', /cost one backend 40\.0 MB, at most 100\.0 MB/);
  });

  it('break one by one', () => {
    assert.deepEqual(broken({ memory: { before: 0, during: 100 * MEGABYTE } }), [0]);
    assert.deepEqual(broken({ alive: 999 }), [1]);
    assert.deepEqual(broken({ answered: 49 }), [2]);
    assert.deepEqual(broken({ breaches: ['partial_result has seq 9 after 7'] }), [3]);
    assert.deepEqual(broken({ file: { ...HELD.file, messages: 9_999 } }), [4]);
    assert.deepEqual(broken({ file: { ...HELD.file, memory: { before: 0, most: 150 * MEGABYTE } } }), [5]);
  });

  it('ask as little of fewer connections', () => {
    assert.deepEqual(broken({ connections: 100, alive: 100 }), [0]);
  });

  it('hold for nothing where nothing was tried', () => {
    const nothing = { ...HELD.file, wanted: 0, messages: 0 };
    assert.deepEqual(
      broken({ connections: 0, alive: 0, asked: 0, answered: 0, events: 0, file: nothing }),
      [0, 2, 3, 4],
    );
  });
});
