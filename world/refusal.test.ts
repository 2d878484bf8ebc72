import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describe as inWords, RefusalBook, refusalInBody, type Refusal } from './refusal';

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

  it('lets the newest that fits be withdrawn, and nothing else', () => {
    const book = new RefusalBook();
    for (const code of ['same', 'other', 'same']) book.add(refusal(code));
    assert.equal(book.withdraw(({ code }) => code === 'same')?.code, 'same');
    assert.deepEqual(
      book.unclaimed().map(({ code }) => code),
      ['same', 'other'],
    );
    assert.equal(
      book.withdraw(({ code }) => code === 'none'),
      undefined,
    );
  });

  it('comes from a problem document, or from whatever was answered instead', () => {
    const problem = { code: 'too_many', detail: 'Wait a little.', trace_id: 'abc', retry_after: 3 };
    assert.deepEqual(refusalInBody(problem, 429, 'Ada chats'), {
      ...{ code: 'too_many', status: 429, detail: 'Wait a little.', during: 'Ada chats' },
      ...{ traceId: 'abc', retryAfter: 3 },
    });
    const { code, detail } = refusalInBody('<h1>Bad gateway</h1>', 502, 'Ada chats');
    assert.deepEqual({ code, detail }, { code: 'no_problem_document', detail: '<h1>Bad gateway</h1>' });
  });

  it('says who did what, and what the platform said', () => {
    assert.equal(
      inWords({ ...refusal('email_taken'), traceId: 'abc' }),
      'Ada signs up: 409 email_taken, "Taken." (trace abc)',
    );
  });
});
