import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exceptionOf } from './exception';

test('what the engine says keeps its code, its words and its HTTP status', () => {
  const exception = exceptionOf(
    new Error('durable: Code: 60. DB::Exception: no such table. (UNKNOWN_TABLE)'),
  );
  assert.equal(exception.code, 60);
  assert.equal(exception.message, 'Code: 60. DB::Exception: no such table. (UNKNOWN_TABLE)');
  assert.equal(exception.httpStatus, 404);
  assert.equal(exception.isFatal, false);
});

test('what is not from the engine is told in its form', () => {
  const exception = exceptionOf(new TypeError('no connection'));
  assert.equal(exception.message, 'Code: 1001. DB::Exception: no connection (STD_EXCEPTION)');
  assert.equal(exception.httpStatus, 500);
});

test('an engine that gave itself up is known from a query that was cancelled', () => {
  const gone = 'Code: 236. DB::Exception: server is shutting down due to a fatal error. (ABORTED)';
  assert.equal(exceptionOf(new Error(gone)).isFatal, true);
  assert.equal(
    exceptionOf(new Error('Code: 236. DB::Exception: Cancelled mutating parts. (ABORTED)')).isFatal,
    false,
  );
});
