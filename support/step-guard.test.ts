import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expect } from 'chai';
import { counted } from './assertions';
import { StepGuard } from './step-guard';

async function faultOf(isOutcome: boolean, step: () => unknown): Promise<string | undefined> {
  const guard = new StepGuard();
  guard.begin(isOutcome);
  await counted(step, (assertions) => guard.note(assertions));
  return guard.fault();
}

describe('a step that passed', () => {
  it('is a pass where it asserted something', async () => {
    assert.equal(await faultOf(true, () => expect(1).to.equal(1)), undefined);
  });

  it('is none where it is an outcome and asserted nothing', async () => {
    assert.match((await faultOf(true, () => undefined)) ?? '', /makes no assertion/);
  });

  it('need not assert anything where it is no outcome', async () => {
    assert.equal(await faultOf(false, () => undefined), undefined);
  });

  it('is none where an assertion failed in it and was swallowed', async () => {
    const swallowing = () => {
      try {
        expect('red', 'the colour').to.equal('green');
      } catch {
        // That is the mistake.
      }
      expect(1).to.equal(1);
    };
    assert.match((await faultOf(false, swallowing)) ?? '', /passed all the same: the colour: expected 'red'/);
  });

  it('starts anew, and what outcomes asserted is added up', () => {
    const guard = new StepGuard();
    guard.begin(true);
    guard.note({ made: 2, failed: ['no'] });
    guard.begin(false);
    guard.note({ made: 5, failed: [] });
    assert.deepEqual([guard.fault(), guard.assertions()], [undefined, 2]);
  });
});
