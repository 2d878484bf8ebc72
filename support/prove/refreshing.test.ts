import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Defect, Patch, Setting } from './defect';
import { misfitsOf } from './refreshing';

const FILES = {
  'platform/auth/src/main.ts': `
import { admit } from './doors/admission';
import { settings, type Settings } from './settings';
admit('token', settings.LINK_TTL);
export type { Settings };
`,
  'platform/auth/src/settings.ts': `
export interface Settings { LINK_TTL: number }
export const settings: Settings = { LINK_TTL: 2 };
`,
  'platform/auth/src/doors/admission.ts': `
/** Lets people in. */
export function admit(token: string, seconds: number): boolean {
  const isValid = check(token);
  return isValid && seconds > 0;
}
function check(token: string): boolean {
  return token.trim().length > 0 && !token.startsWith('Bearer ');
}
`,
  'platform/auth/src/doors/unused.ts': `
export function nobodyCalls(): number {
  return 1;
}
`,
};
const DOORS = 'platform/auth/src/doors/admission.ts';

describe('a defect, held against the sources', () => {
  let project: string;

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'refreshing-'));
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(join(project, file), text);
    }
  });
  after(() => rmSync(project, { recursive: true }));

  async function misfits(change: { patch?: Patch[]; setting?: Setting[] }): Promise<string[]> {
    const story = 'A story of forty characters or more, as they all are.';
    const defect: Defect = {
      ...{ id: 'd', story, requirements: ['E1.2'], must_go_red: [], may_go_red: [] },
      ...{ must_not_start: true, says: 'x', ...change },
    };
    return misfitsOf([defect], project);
  }

  /** What is wrong with one patch. */
  async function sentenceOn(patch: Partial<Patch>): Promise<string> {
    const [found = '', ...more] = await misfits({
      patch: [{ file: DOORS, find: 'check(token)', replace: 'true', ...patch }],
    });
    assert.deepEqual(more, []);
    return found;
  }

  it('fits where its words stand in the function that it names', async () =>
    assert.equal(await sentenceOn({ within: 'admit' }), ''));

  for (const [what, patch, says] of [
    [
      'whose words moved to another function of the file',
      { within: 'check', find: 'isValid && seconds > 0' },
      /stand there 0 times, not once\. The words stand in admit in platform\/auth\/src\/doors\/admission\.ts:5 now\.$/,
    ],
    [
      'whose function moved to another file',
      { file: 'platform/auth/src/main.ts', within: 'check', find: "startsWith('Bearer ')" },
      /there is no function check\. The words stand in check in platform\/auth\/src\/doors\/admission\.ts:8 now\.$/,
    ],
    [
      'whose file is gone',
      { file: 'platform/auth/src/admission.ts', within: 'admit' },
      /there is no such file\. The words stand in admit in platform\/auth\/src\/doors\/admission\.ts:4 now\.$/,
    ],
    [
      'whose words were broken into lines anew',
      { within: 'admit', find: 'return isValid\n    && seconds > 0' },
      /The words stand in admit in .*admission\.ts:5 now, with other spaces and line breaks\.$/,
    ],
    [
      'whose words changed a little',
      { within: 'admit', find: 'return isValid && minutes > 0;' },
      /The nearest is admit in .*admission\.ts:5: return isValid && seconds > 0;$/,
    ],
    [
      'that has nothing left to break',
      { within: 'admit', find: 'sing(aloud)' },
      /Nothing like it is left; tell the defect anew, or remove it\.$/,
    ],
    [
      'that changes a comment only',
      { find: 'Lets people in.', replace: 'Lets nobody in.' },
      /changes nothing: platform\/auth\/src\/doors\/admission\.ts compiles to the same code with it\.$/,
    ],
    [
      'that changes a type only',
      { within: 'admit', find: 'seconds: number', replace: 'seconds: 1 | 2' },
      /compiles to the same code with it\.$/,
    ],
    [
      'of a source that no service uses',
      { file: 'platform/auth/src/doors/unused.ts', find: 'return 1', replace: 'return 2' },
      /changes nothing: platform\/auth\/src\/doors\/unused\.ts is in no bundle and on no page\.$/,
    ],
  ] as const)
    it(`is told of, ${what}`, async () => assert.match(await sentenceOn(patch), says));

  it('is told of once for each of its patches that is stale, and patches build on each other', async () => {
    const first = { file: DOORS, within: 'admit', find: 'seconds > 0', replace: 'seconds > 1' };
    const second = { ...first, find: 'seconds > 1', replace: 'seconds > 2' };
    assert.deepEqual(await misfits({ patch: [first, second] }), []);
    assert.equal((await misfits({ patch: [second, { ...second, find: 'seconds > 9' }] })).length, 2);
  });

  it('is told of where its setting is read by nobody', async () => {
    const setting = (name: string): Setting => ({ service: 'auth', name, value: '1' });
    assert.deepEqual(await misfits({ setting: [setting('LINK_TTL')] }), []);
    assert.deepEqual(await misfits({ setting: [setting('LINK_LIFE')] }), [
      'defects/d.yaml: the setting changes nothing: auth does not read LINK_LIFE.',
    ]);
  });
});
