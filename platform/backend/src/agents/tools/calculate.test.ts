import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calculate, NotCalculable } from './calculate';

const SUMS: [expression: string, value: number][] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['100 / 5 / 2', 10],
  ['17 % 5', 2],
  ['2 ^ 3 ^ 2', 512],
  ['-2 ^ 2', -4],
  ['2 ^ -1', 0.5],
  ['--3', 3],
  ['.5 + 1.5e2', 150.5],
  ['0.1 + 0.2', 0.3],
  ['  ((42))  ', 42],
  ['1234 * 19.99', 24667.66],
];

for (const [expression, value] of SUMS) {
  test(`${expression} is ${value}`, () => assert.equal(calculate(expression), value));
}

const NONSENSE = [
  '',
  '   ',
  '1 +',
  '* 2',
  '(1 + 2',
  '1 + 2)',
  '1 2',
  '1..2',
  '1 / 0',
  '0 / 0',
  '9 ^ 999',
  'process.exit(1)',
  'constructor',
  '1; 2',
  '1,000 + 1',
  '٣ + 1',
  '('.repeat(400),
  '-'.repeat(400) + '1',
  '1+'.repeat(5_000) + '1',
];

for (const expression of NONSENSE) {
  test(`${JSON.stringify(expression.slice(0, 20))} is refused with a sentence`, () => {
    assert.throws(() => calculate(expression), NotCalculable);
  });
}
