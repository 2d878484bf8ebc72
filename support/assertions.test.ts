import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { counted, looking, type Assertions } from './assertions';
import { eventually, NotYet } from './eventually';

async function assertionsOf(work: () => unknown): Promise<Readonly<Assertions>> {
  let seen: Readonly<Assertions> | undefined;
  await counted(work, (told) => (seen = told)).catch(() => undefined);
  assert.ok(seen);
  return seen;
}

describe('the assertions of a step', () => {
  it('are counted, also behind an await', async () => {
    const { made, failed } = await assertionsOf(async () => {
      expect(1).to.equal(1);
      await Promise.resolve();
      expect({ a: 1 }).to.deep.equal({ a: 1 });
    });
    assert.deepEqual([made, failed], [2, []]);
  });

  it('tell what they compared in full', async () => {
    const states = { analytics: 'ready', auth: 'ready', backend: 'degraded', frontend: 'degraded' };
    const { failed } = await assertionsOf(() => expect(states).to.deep.equal({}));
    assert.match(failed[0] ?? '', /backend: 'degraded', frontend: 'degraded'/);
  });

  it('are none where nothing is asserted', async () => {
    assert.equal((await assertionsOf(() => undefined)).made, 0);
  });

  it('belong to the step that makes them, however many run at once', async () => {
    const [one, two] = await Promise.all([
      assertionsOf(async () => {
        await Promise.resolve();
        expect(1).to.equal(1);
      }),
      assertionsOf(() => {
        for (const n of [1, 2, 3]) expect(n).to.be.a('number');
      }),
    ]);
    assert.deepEqual([one.made, two.made], [1, 3]);
  });

  it('tell of a failure, swallowed or not', async () => {
    const swallowed = await assertionsOf(() => {
      try {
        expect(1, 'the number').to.equal(2);
      } catch {
        // That is the mistake.
      }
    });
    assert.deepEqual(swallowed.failed, ['the number: expected 1 to equal 2']);
  });

  it('tell of a wait that gave up, swallowed or not', async () => {
    const nothingYet = () => {
      throw new NotYet('nothing');
    };
    const gaveUp = await assertionsOf(() =>
      eventually('it never came', nothingYet, { within: 1 }).catch(() => undefined),
    );
    assert.equal(gaveUp.failed.length, 1);
    assert.match(gaveUp.failed[0] ?? '', /^it never came \(waited .*, 1 look\)\.$/);
  });

  it('count the last look of a wait only, and the look itself', async () => {
    let looks = 0;
    const { made, failed } = await assertionsOf(() =>
      eventually(
        'never',
        () => {
          looks += 1;
          expect(looks).to.equal(3);
        },
        { within: 5_000 },
      ),
    );
    assert.deepEqual([made, failed], [2, []]);
  });

  it('count a wait that asserts nothing by itself, once it sees what it waits for', async () => {
    assert.equal((await assertionsOf(() => looking(() => 'seen'))).made, 1);
    const nothingYet = () => {
      throw new NotYet('nothing');
    };
    assert.equal((await assertionsOf(() => looking(nothingYet))).made, 0);
  });
});
