import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOfKills, type Kill } from './kills-verdict';

const KILL: Kill = {
  ...{ number: 1, part: 'auth', afterMs: 120, agreedMs: 800 },
  ...{ acknowledged: 40, interrupted: 3, faults: [] },
};

const broken = (...kills: readonly Kill[]) =>
  claimsOfKills({ kills, breaches: [] })
    .filter(({ holds }) => !holds)
    .map(({ words }) => words);

describe('the verdict on kills', () => {
  it('holds where nothing was lost and the databases agreed in time', () => {
    assert.deepEqual(broken(KILL, { ...KILL, part: 'backend' }), []);
  });

  it('names what was lost or doubled, with the kill', () => {
    const [words = ''] = broken({ ...KILL, faults: ['"Hello" of Ada is there 2 times'] });
    assert.match(words, /kill 1, auth: "Hello" of Ada is there 2 times/);
  });

  it('names the kill after which the databases took too long, or never agreed', () => {
    assert.match(broken({ ...KILL, agreedMs: 5_001 })[0] ?? '', /not after kill 1 of auth/);
    assert.match(broken({ ...KILL, agreedMs: undefined })[0] ?? '', /after an eternity: not after kill 1/);
  });

  it('proves nothing without a kill, or where most kills hit nobody', () => {
    assert.equal(broken().length, 3);
    assert.equal(broken({ ...KILL, interrupted: 0 }).length, 1);
  });
});
