import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOfLoad, figuresOf, type Loaded } from './verdict';

const SUMMARY = { count: 20, min: 10, median: 81.4, p95: 340, p99: 512, max: 1_204 };
const LOADED: Loaded = {
  people: 5,
  totals: {
    counters: { 'vusers.completed': 5, 'questions asked': 20, 'questions answered': 20 },
    summaries: { 'whole answer': SUMMARY, 'vusers.session_length': SUMMARY },
  },
  ...{ findings: [], failures: [], breaches: [] },
};

const broken = (change: Partial<Loaded>) =>
  claimsOfLoad({ ...LOADED, ...change })
    .filter(({ holds }) => !holds)
    .map(({ words }) => words)
    .join('\n');

describe('the verdict on a load', () => {
  it('holds where everybody read the own answers', () => {
    assert.equal(broken({}), '');
  });

  it('names who read what was not theirs, whose answer never came, and what was out of order', () => {
    assert.match(
      broken({ findings: ['Person3 is told of 10011'] }),
      /nobody else's: Person3 is told of 10011/,
    );
    assert.match(
      broken({ failures: ['Person4 never got an answer'] }),
      /to the end: Person4 never got an answer/,
    );
    assert.match(broken({ breaches: ['Person5: a gap'] }), /missing: Person5: a gap/);
  });

  it('proves nothing where nobody came or nothing was asked', () => {
    const nothing = { counters: {}, summaries: {} };
    assert.notEqual(broken({ people: 0, totals: nothing }), '');
    assert.match(broken({ totals: nothing }), /of 0 questions/);
  });

  it('tells the figures of what people waited for', () => {
    assert.deepEqual(figuresOf(LOADED.totals), [
      '  whole answer      20 times   median     81 ms   p95    340 ms   p99    512 ms   slowest   1204 ms',
    ]);
  });
});
