import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { answersOf, rollCallEntry, rollCalls, type Answer } from './roll-call';

const MODULES = {
  'platform/a/src/main.ts': 'throw new Error("the entry is started, not called");',
  'platform/a/src/good.ts': 'export const good = 1;',
  'platform/a/src/bad.ts': 'export const bad: string = JSON.parse("not JSON");',
};

describe('a roll call', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'roll-call-'));
    mkdirSync(join(root, 'platform/a/src'), { recursive: true });
    for (const [path, text] of Object.entries(MODULES)) writeFileSync(join(root, path), text);
  });
  after(() => rmSync(root, { recursive: true }));

  async function call(later: string[]): Promise<Answer[]> {
    const contents = new Map([['a', { modules: Object.keys(MODULES).sort(), later }]]);
    await build({
      ...{ absWorkingDir: root, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' },
      entryPoints: { 'a.roll-call': rollCallEntry('a') },
      outdir: root,
      external: ['nobody-has-this'],
      plugins: [rollCalls(root, contents, { a: 'platform/a/src/main.ts' })],
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'a.roll-call.js')], {
      encoding: 'utf8',
    });
    return answersOf({ code: status, stdout, stderr });
  }

  it('loads each module but the entry by itself, and tells which does not load, and why', async () => {
    const [bad, good] = await call([]);
    assert.equal(bad?.module, 'platform/a/src/bad.ts');
    assert.match(bad.fault ?? '', /not valid JSON/);
    assert.deepEqual(good, { module: 'platform/a/src/good.ts' });
  });

  it('loads what is loaded later as well', async () => {
    const answers = await call(['node:os', 'nobody-has-this']);
    assert.deepEqual(answers[2], { module: 'node:os' });
    assert.match(answers[3]?.fault ?? '', /nobody-has-this/);
  });

  it('that did not come to its end is none', () => {
    assert.throws(() => answersOf({ code: 1, stdout: '', stderr: 'out of memory' }), /code 1: out of memory/);
  });
});
