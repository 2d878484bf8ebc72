import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, Hopeless, NeverHappened, NotYet, passed } from './eventually';

describe('eventually', () => {
  it('gives what the first successful look saw', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      if (looks < 3) throw new NotYet('not there');
      return 'there';
    };
    assert.equal(await eventually('it never came', look, { within: 5_000 }), 'there');
    assert.equal(looks, 3);
  });

  it('tells what was wanted, how long it looked, how often, and what it saw last', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      throw new NotYet(`look ${looks}`);
    };
    const failure = await failureOf(eventually('Ada never got the answer', look, { within: 60 }));
    assert.match(
      failure.message,
      /^Ada never got the answer \(waited 0\.\d s, \d+ looks\)\.\n {2}last {5}look \d+$/,
    );
    assert.ok(failure.message.includes(`${looks} looks`));
    assert.ok(failure.message.endsWith(`look ${looks}`));
  });

  it('looks at least once, however small the budget', async () => {
    assert.equal(await eventually('never', () => 1, { within: 0 }), 1);
  });

  it('does not look again before the look under way has ended', async () => {
    let underWay = 0;
    let most = 0;
    const look = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 15));
      underWay -= 1;
      throw new NotYet('no');
    };
    await failureOf(eventually('never', look, { within: 80 }));
    assert.equal(most, 1);
  });

  it('ends at once on a mistake of our own', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      throw new TypeError('undefined is not a function');
    };
    await assert.rejects(eventually('never', look, { within: 5_000 }), TypeError);
    assert.equal(looks, 1);
  });

  it('ends at once when a look knows that there is no hope', async () => {
    const look = () => {
      throw new Hopeless('the process is gone');
    };
    const startedAt = performance.now();
    await assert.rejects(eventually('never', look, { within: 60_000 }), Hopeless);
    assert.ok(performance.now() - startedAt < 30_000);
  });

  it('stops within its budget', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      throw new NotYet('no');
    };
    await failureOf(eventually('never', look, { within: 100 }));
    // Pauses of 5 ms and half as much again each time: a seventh look would come after 104 ms, on the fastest machine.
    assert.ok(looks >= 1 && looks <= 6, `${looks} looks`);
  });
});

describe('passed', () => {
  it('waits until the moment is over, and no shorter', async () => {
    const moment = Date.now() + 40;
    await passed('the moment', moment);
    assert.ok(Date.now() > moment);
  });
});

async function failureOf(work: Promise<unknown>): Promise<NeverHappened> {
  const outcome: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  assert.ok(outcome instanceof NeverHappened, `expected NeverHappened, got ${String(outcome)}`);
  return outcome;
}
