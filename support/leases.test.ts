import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poolFor } from './leases';

describe('the pool of platforms that a run asks for', () => {
  const DISPOSABLE = ['@req:U3.2', '@platform:disposable'];
  const SHAKY = ['@platform:shaky-network'];
  const SHORT_LIVED = ['@platform:short-lived-tokens'];

  for (const [what, tags, workers, pool] of [
    ['is none where every scenario shares one', [['@req:U3.2']], 2, {}],
    ['has no more than there are workers', [SHAKY, SHAKY, SHAKY], 2, { 'shaky-network': 2 }],
    ['has no more than there are scenarios', [SHAKY], 3, { 'shaky-network': 1 }],
    ['has one for those who share it', [SHORT_LIVED, SHORT_LIVED], 2, { 'short-lived-tokens': 1 }],
    [
      'has two for those who break theirs, who take turns',
      [DISPOSABLE, DISPOSABLE, DISPOSABLE],
      4,
      { disposable: 2 },
    ],
    ['has one for them where there is one worker', [DISPOSABLE, DISPOSABLE], 1, { disposable: 1 }],
  ] as const)
    it(what, () => assert.deepEqual(poolFor(tags, workers), pool));
});
