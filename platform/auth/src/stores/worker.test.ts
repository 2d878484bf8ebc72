import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogger } from '@reference/kit/logger';
import { Worker } from './worker';

/** Everything that could run by now has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const quiet = createLogger('auth', 'test', 'silent');

describe('a worker', () => {
  it('does one more pass when woken during one, however often, and never two at a time', async () => {
    let passes = 0;
    let atOnce = 0;
    const worker = new Worker('test', quiet, async () => {
      atOnce += 1;
      assert.equal(atOnce, 1);
      passes += 1;
      if (passes === 1) [1, 2, 3].forEach(() => worker.wake());
      await Promise.resolve();
      atOnce -= 1;
    });
    worker.wake();
    await settled();
    assert.equal(passes, 2);
    await worker.stop();
  });

  it('survives a pass that fails, and tries again when woken', async () => {
    let passes = 0;
    const worker = new Worker('test', quiet, () => {
      passes += 1;
      return passes === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    });
    worker.wake();
    await settled();
    await worker.stop();
    assert.equal(passes, 2);
  });

  it('is not woken after it was stopped', async () => {
    let passes = 0;
    const worker = new Worker('test', quiet, () => {
      passes += 1;
      return Promise.resolve();
    });
    await worker.stop();
    worker.wake();
    assert.equal(passes, 1);
  });
});
