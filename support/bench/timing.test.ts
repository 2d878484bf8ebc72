import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inTurn, samplesOf, told } from './timing';

describe('times', () => {
  it('come down to a median and a 95th percentile', () => {
    const times = Array.from({ length: 100 }, (_, at) => 100 - at);
    assert.deepEqual(samplesOf(times), { count: 100, median: 51, p95: 96 });
    assert.equal(told(samplesOf([1.274])), '1.27 ms (p95 1.27 ms, 1 samples)');
  });

  it('of nothing are none', () => {
    assert.throws(() => samplesOf([]), /nothing was timed/);
  });

  it('are taken in turn, the first rounds uncounted', async () => {
    const calls: string[] = [];
    const note = (who: string) => async (round: number) => void calls.push(`${who}${round}`);
    const [one, other] = await inTurn(note('a'), note('b'), { rounds: 2, warmUp: 1 });
    assert.deepEqual(calls, ['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    assert.deepEqual([one.count, other.count], [2, 2]);
  });
});
