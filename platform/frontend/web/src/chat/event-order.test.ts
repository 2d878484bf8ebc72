import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventOrder } from './event-order';

const event = (seq?: number) => ({
  type: 'unknown' as const,
  timestamp: '',
  ...(seq === undefined ? {} : { seq }),
});
const numbers = (frames: { seq?: number }[]) => frames.map(({ seq }) => seq);

describe('the order of events', () => {
  it('lets the next one through, and holds what comes too early', () => {
    const order = new EventOrder(4);
    assert.deepEqual(numbers(order.take(event(7))), []);
    assert.deepEqual(numbers(order.take(event(5))), [5]);
    assert.deepEqual(numbers(order.take(event(6))), [6, 7]);
    assert.equal(order.lastSeq, 7);
  });

  it('drops what was let through before, and waits for nothing because of it', () => {
    const order = new EventOrder(4);
    for (const seq of [1, 4]) assert.deepEqual(order.take(event(seq)), []);
    assert.equal(order.hasGap, false);
  });

  it('passes on at once what has no place', () => {
    assert.deepEqual(numbers(new EventOrder(4).take(event())), [undefined]);
  });

  it('goes on behind what cannot be had any more', () => {
    const order = new EventOrder(4);
    for (const seq of [7, 10, 11]) order.take(event(seq));
    assert.deepEqual(numbers(order.restartAfter(9)), [10, 11]);
    assert.equal(order.hasGap, false);
  });

  it('forgets what belongs to another numbering', () => {
    const order = new EventOrder(4);
    order.take(event(7));
    order.forget(0);
    assert.deepEqual(numbers(order.take(event(1))), [1]);
    assert.equal(order.hasGap, false);
  });
});
