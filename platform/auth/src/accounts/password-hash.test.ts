import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOptions } from '@node-rs/argon2';
import { hashPassword, PasswordCheck } from './password-hash';

describe('password hashes', () => {
  const check = new PasswordCheck();

  it('are argon2id at the intended cost', async () => {
    const hash = await hashPassword('zebra&loft');
    assert.match(hash, /^\$argon2id\$v=19\$/);
    const { memoryCost, timeCost, parallelism } = parseOptions(hash);
    assert.deepEqual(
      { memoryCost, timeCost, parallelism },
      { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
    );
  });

  it('match their password, however it was composed, and no other', async () => {
    const hash = await hashPassword('cafe\u0301 au lait');
    assert.equal(await check.matches('café au lait', hash), true);
    assert.equal(await check.matches('cafe au lait', hash), false);
  });

  it('match nothing where there is none', async () => {
    assert.equal(await check.matches('zebra&loft', undefined), false);
    assert.equal(await check.matches('zebra&loft', null), false);
  });
});
