import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settled } from '../testing/fakes';
import { turnsIn } from './turns';

/** The turns of several tabs of one browser: one lock, one store. */
function browser(now = () => 0) {
  const kept = new Map<string, string>();
  const keep = {
    get: (name: string) => kept.get(name),
    set: (name: string, value: string) => void kept.set(name, value),
    remove: (name: string) => void kept.delete(name),
  };
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, work: () => Promise<unknown>) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const locks = { request: request as LockManager['request'] };
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  return { tab: () => turnsIn({ locks, keep, now, pause }), kept, pauses };
}

describe('refreshing in turn', () => {
  it('lets one tab refresh at a time', async () => {
    const { tab } = browser();
    const steps: string[] = [];
    let finish: () => void = () => undefined;
    const first = tab()(async () => {
      steps.push('first begins');
      await new Promise<void>((resolve) => (finish = resolve));
      steps.push('first ends');
    });
    const second = tab()(async () => void steps.push('second'));
    await settled();
    assert.deepEqual(steps, ['first begins']);
    finish();
    await Promise.all([first, second]);
    assert.deepEqual(steps, ['first begins', 'first ends', 'second']);
  });

  it('gives the next tab its turn after a failure', async () => {
    const { tab, pauses } = browser();
    await assert.rejects(
      tab()(async () => {
        throw new Error('refused');
      }),
    );
    assert.equal(await tab()(async () => 'done'), 'done');
    assert.deepEqual(pauses, []);
  });

  it('waits for the answer to a page that was left while it refreshed', async () => {
    const { tab, kept, pauses } = browser(() => 10_400);
    kept.set('refresh-under-way', '10000');
    await tab()(async () => undefined);
    assert.deepEqual(pauses, [600]);
  });

  it('does not wait for what is long over, or for a clock that was set back', async () => {
    for (const since of ['1000', '99000000', 'nonsense']) {
      const { tab, kept, pauses } = browser(() => 10_400);
      kept.set('refresh-under-way', since);
      await tab()(async () => undefined);
      assert.deepEqual(pauses, [], since);
    }
  });
});
