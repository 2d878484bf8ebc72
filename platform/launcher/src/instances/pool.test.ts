import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Instance } from './instance';
import { Pool } from './pool';
import type { ProfileName } from './profiles';

const PROFILE: ProfileName = 'disposable';
const NOTHING_ELSE = { ownEngines: false, links: [] };

describe('the pool', () => {
  /** Every instance that was made for it; `fault` is what speaks against leasing one again. */
  function poolOf({ fault }: { fault?: string } = {}) {
    const made: ProfileName[] = [];
    const thrownAway: ProfileName[] = [];
    const create = (profile: ProfileName) => {
      made.push(profile);
      return Promise.resolve({
        profile,
        isRunning: true,
        noteLease: () => undefined,
        reuseFault: () => Promise.resolve(fault),
        throwAway: () => Promise.resolve(void thrownAway.push(profile)),
      } as unknown as Instance);
    };
    const pool = new Pool({ create, tell: (sentence) => assert.fail(sentence) });
    return { pool, made, thrownAway };
  }

  it('makes as many as it was told to keep, and no more while they are leased one after the other', async () => {
    const { pool, made } = poolOf();
    pool.keep({ [PROFILE]: 1 });
    for (let time = 0; time < 3; time += 1) {
      const { id } = await pool.lease(PROFILE, NOTHING_ELSE);
      await turn();
      assert.deepEqual(await pool.release(id), { returned: true });
    }
    await turn();
    assert.equal(made.length, 1);
  });

  it('makes another in the place of one that was thrown away for whoever asks, and for nobody else', async () => {
    const { pool, made, thrownAway } = poolOf({ fault: 'a service is gone' });
    pool.keep({ [PROFILE]: 1 });
    const { id } = await pool.lease(PROFILE, NOTHING_ELSE);
    assert.deepEqual(await pool.release(id), { returned: false, reason: 'a service is gone' });
    await pool.lease('tight-limits', NOTHING_ELSE);
    await turn();
    assert.deepEqual([made, thrownAway], [[PROFILE, 'tight-limits'], [PROFILE]]);
    await pool.lease(PROFILE, NOTHING_ELSE);
    assert.equal(made.length, 3);
  });

  it('gives many the same one where the profile says so, and takes it back from the last of them', async () => {
    const { pool, made, thrownAway } = poolOf({ fault: 'a service is gone' });
    pool.keep({ 'short-lived-tokens': 1 });
    const leases = await Promise.all([1, 2, 3].map(() => pool.lease('short-lived-tokens', NOTHING_ELSE)));
    assert.equal(new Set(leases.map(({ instance }) => instance)).size, 1);
    const returned = [];
    for (const { id } of leases) returned.push((await pool.release(id))?.returned);
    assert.deepEqual(returned, [true, true, false]);
    assert.deepEqual([made.length, thrownAway.length], [1, 1]);
  });

  it('makes one more for whoever asks while all are leased', async () => {
    const { pool, made } = poolOf();
    pool.keep({ [PROFILE]: 1 });
    await Promise.all([pool.lease(PROFILE, NOTHING_ELSE), pool.lease(PROFILE, NOTHING_ELSE)]);
    await turn();
    assert.equal(made.length, 2);
  });
});
