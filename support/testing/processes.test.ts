import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { descendantsOf, stillAlive } from './processes';

describe('looking for processes that were left behind', () => {
  it('finds a descendant by its family and by its folder, and no longer when it has ended', async () => {
    const folder = `/tmp/${randomUUID()}`;
    const child = spawn('sh', ['-c', 'sleep 60 & wait'], {
      env: { ...process.env, FOLDER: folder },
      detached: true,
    });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const family = descendantsOf(process.pid).filter((one) => one.pid === pid || one.parent === pid);
    assert.ok(family.some((one) => one.pid === pid));
    assert.ok(stillAlive([], folder).some((one) => one.pid === pid));

    process.kill(-pid, 'SIGKILL');
    await once(child, 'close');
    assert.ok(!stillAlive(family, folder).some((one) => one.pid === pid));
  });

  it('does not take a later process with the same number for the same one', () => {
    const [self] = descendantsOf(process.ppid).filter(({ pid }) => pid === process.pid);
    assert.ok(self);
    assert.deepEqual(stillAlive([{ ...self, start: '1' }], '/nowhere/at/all'), []);
    assert.equal(stillAlive([self], '/nowhere/at/all').length, 1);
  });
});
