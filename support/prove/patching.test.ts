import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applied, Stale } from './patching';

const SOURCE = `
export class Limit {
  isOver(count: number): boolean {
    return count > this.most;
  }
  isNear(count: number): boolean {
    return count > this.most;
  }
}
const isEmpty = (list: unknown[]) => list.length === 0;
`;
const FILE = 'platform/backend/src/limit.ts';

describe('a patch', () => {
  it('changes the words in the function it names, and nothing else', () => {
    const patched = applied(
      { file: FILE, within: 'isNear', find: '> this.most', replace: '>= this.most' },
      SOURCE,
    );
    assert.equal(patched, SOURCE.replace(/(isNear[^]*?)> this/, '$1>= this'));
  });

  it('finds functions that are constants', () => {
    const patched = applied({ file: FILE, within: 'isEmpty', find: '=== 0', replace: '<= 1' }, SOURCE);
    assert.match(patched, /list\.length <= 1/);
  });

  for (const [what, patch] of Object.entries({
    'words that stand twice': { find: '> this.most', replace: '' },
    'words that are gone': { within: 'isOver', find: 'this.least', replace: '' },
    'words of another function': { within: 'isEmpty', find: 'count', replace: '' },
    'a function that is gone': { within: 'isAbove', find: 'count', replace: '' },
    'a change that is none': { within: 'isEmpty', find: '=== 0', replace: '=== 0' },
  }))
    it(`is stale with ${what}`, () => {
      assert.throws(() => applied({ file: FILE, ...patch }, SOURCE), Stale);
    });
});
