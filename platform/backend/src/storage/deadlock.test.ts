import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insteadOfADeadlock } from './deadlock';

const failure = (code: string) => Object.assign(new Error(`failed with ${code}`), { code });

/** Fails so many times with that code, and counts its attempts. */
function failing(times: number, code: string) {
  let attempts = 0;
  const work = async () => {
    attempts += 1;
    if (attempts <= times) throw failure(code);
    return attempts;
  };
  return { work, attempts: () => attempts };
}

describe('what PostgreSQL broke off because two waited for each other', () => {
  it('begins anew', async () => {
    assert.equal(await insteadOfADeadlock(failing(2, '40P01').work), 3);
  });

  it('does not begin anew for ever, nor for any other reason', async () => {
    const always = failing(9, '40P01');
    await assert.rejects(insteadOfADeadlock(always.work), /40P01/);
    assert.equal(always.attempts(), 4);
    const other = failing(1, '23505');
    await assert.rejects(insteadOfADeadlock(other.work), /23505/);
    assert.equal(other.attempts(), 1);
  });
});
