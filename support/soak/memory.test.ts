import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryOf, mostDuring } from './memory';

const MEGABYTE = 1_048_576;

describe('the memory of a process', () => {
  it('is what the kernel says', () => {
    assert.ok(memoryOf(process.pid) > 10 * MEGABYTE);
    assert.throws(() => memoryOf(2 ** 30), /ENOENT/);
  });

  it('is the most that it was meanwhile', async () => {
    const before = memoryOf(process.pid);
    const { most, result } = await mostDuring(process.pid, async () => {
      const held = Buffer.alloc(64 * MEGABYTE, 1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return held.length;
    });
    assert.equal(result, 64 * MEGABYTE);
    assert.ok(most - before > 48 * MEGABYTE, `${most - before}`);
  });
});
