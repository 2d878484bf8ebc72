import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as inWords, RefusalBook, type Refusal } from './refusal';

const refusal = (code: string): Refusal => ({ code, status: 409, detail: 'Taken.', during: 'Ada signs up' });

describe('a refusal book', () => {
  it('gives refusals back in the order in which they came, once each', () => {
    const book = new RefusalBook();
    book.add(refusal('first'));
    book.add(refusal('second'));
    assert.equal(book.claim('Ada').code, 'first');
    assert.deepEqual(
      book.unclaimed().map(({ code }) => code),
      ['second'],
    );
    assert.equal(book.claim('Ada').code, 'second');
    assert.throws(() => book.claim('Ada'), /Ada was not refused anything/);
  });

  it('says who did what, and what the platform said', () => {
    assert.equal(
      inWords({ ...refusal('email_taken'), traceId: 'abc' }),
      'Ada signs up: 409 email_taken, "Taken." (trace abc)',
    );
  });
});
