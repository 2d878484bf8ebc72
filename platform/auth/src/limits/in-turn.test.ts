import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InTurn } from './in-turn';

function held(): { work: () => Promise<void>; begun: () => boolean; end: () => void } {
  let begun = false;
  let end = (): void => undefined;
  const until = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    begun = true;
    await until;
  };
  return { work, begun: () => begun, end: () => end() };
}

/** Everything that could run by now has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work in turn', () => {
  it('waits for earlier work on the same subject, even if that fails', async () => {
    const inTurn = new InTurn();
    const first = held();
    const one = inTurn.run('ada', first.work);
    const failing = inTurn.run('ada', () => Promise.reject(new Error('no')));
    const last = held();
    const three = inTurn.run('ada', last.work);
    await settled();
    assert.deepEqual([first.begun(), last.begun()], [true, false]);
    first.end();
    await one;
    await assert.rejects(failing, /no/);
    await settled();
    assert.equal(last.begun(), true);
    last.end();
    await three;
  });

  it('does not wait for other subjects', async () => {
    const inTurn = new InTurn();
    const ada = held();
    const waiting = inTurn.run('ada', ada.work);
    assert.equal(await inTurn.run('bram', () => Promise.resolve(7)), 7);
    ada.end();
    await waiting;
  });
});
