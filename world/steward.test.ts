import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Holdings, OperationsDriver } from './drivers/operations';
import { Steward } from './steward';

const MEGABYTE = 1_048_576;

/** A backend with that much memory, in megabytes, and so many listeners. */
function backend(megabytes: number, listeners = 100): Holdings {
  const counts = { timers: 10, connections: 10, listeners };
  return { service: 'backend', instance: '1', heap: megabytes * MEGABYTE, resident: 0, ...counts };
}

/** Who is told these, one after the other, and the last one from then on. */
function stewardTold(...told: readonly Holdings[]): Steward {
  const waiting = [...told];
  const holdings = async () => [(waiting.length > 1 ? waiting.shift() : waiting[0]) ?? backend(0)];
  return new Steward({ holdings } as unknown as OperationsDriver);
}

async function after(looks: number, ...told: readonly Holdings[]): Promise<Steward> {
  const steward = stewardTold(...told);
  await steward.look();
  for (let look = 0; look < looks; look += 1) await steward.lookAfterwards();
  return steward;
}

describe('the steward', () => {
  it('names a service whose memory rises at every look', async () => {
    const steward = await after(3, backend(30), backend(31), backend(32), backend(33));
    assert.deepEqual(steward.growing(), ['backend 1 grows from time to time: 30.00, 31.00, 32.00, 33.00 MB']);
  });

  it('knows that memory goes up and down', async () => {
    const steward = await after(3, backend(30), backend(32), backend(31), backend(33));
    assert.deepEqual(steward.growing(), []);
  });

  it('takes a little at each look for what the runtime lays by', async () => {
    const steward = await after(3, backend(30), backend(30.1), backend(30.2), backend(30.3));
    assert.deepEqual(steward.growing(), []);
  });

  it('sees no slope in two looks', async () => {
    const steward = await after(2, backend(30));
    assert.throws(() => steward.growing(), /2 looks show no slope/);
  });

  it('takes a few more or less as what pools do', async () => {
    const few = await after(3, backend(30), backend(30), backend(30), backend(30), backend(30, 107));
    assert.equal((await few.everythingIsLetGo(5)).length, 1);
    const grownOnce = await after(3, backend(30), backend(30, 180), backend(30, 181), backend(30, 180));
    assert.equal((await grownOnce.everythingIsLetGo(5)).length, 1);
  });

  it('names who holds more after every visit', async () => {
    const leaking = await after(3, backend(30), backend(30, 105), backend(30, 110), backend(30, 115));
    await assert.rejects(leaking.everythingIsLetGo(5), /backend 1 holds 115 listeners, before 100/);
  });
});
