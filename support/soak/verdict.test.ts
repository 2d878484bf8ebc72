import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOf, type Guessed } from './verdict';

const HELD: Guessed = {
  answers: new Map([
    ['401 invalid_credentials', 5],
    ['423 account_locked', 995],
  ]),
  looksAt: 5,
  others: ['200', '200'],
  rightGuess: '423 account_locked',
  stayedIn: true,
  cameBack: '200',
};

const broken = (change: Partial<Guessed>): number[] =>
  claimsOf({ ...HELD, ...change }).flatMap(({ holds }, at) => (holds ? [] : [at]));

describe('the claims of a soak of passwords', () => {
  it('hold where every guess was refused and nobody else was', () => {
    assert.deepEqual(broken({}), []);
    assert.match(claimsOf(HELD)[0]?.words ?? '', /5 times 401 invalid_credentials, 995 times 423/);
  });

  it('break one by one', () => {
    assert.deepEqual(broken({ answers: new Map([...HELD.answers, ['200', 1]]) }), [0]);
    assert.deepEqual(broken({ looksAt: 4 }), [1]);
    assert.deepEqual(broken({ rightGuess: '200' }), [2]);
    assert.deepEqual(broken({ others: ['200', '429 rate_limited'] }), [3]);
    assert.deepEqual(broken({ stayedIn: false }), [4]);
    assert.deepEqual(broken({ cameBack: '423 account_locked' }), [5]);
  });

  it('hold for nothing where nothing was tried', () => {
    assert.deepEqual(broken({ answers: new Map(), others: [] }), [0, 1, 3]);
  });
});
