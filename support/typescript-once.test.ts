import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const ONCE = join(__dirname, 'typescript-once.cjs');
const SOURCE = `interface Shout { readonly words: string }

export function shout({ words }: Shout): never {
  throw new Error(words);
}
`;

describe('TypeScript that is compiled once', () => {
  let folder: string;
  const kept = () => readdirSync(join(folder, 'kept'));

  before(() => (folder = mkdtempSync(join(tmpdir(), 'typescript-once-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the file as it is now; tells its error's stack, and whether ts-node was loaded for it. */
  function run(cache = 'kept'): { stack: string; compiled: boolean } {
    const script = `
      require(${JSON.stringify(ONCE)}).registerTypeScript(${JSON.stringify(join(folder, cache))});
      let stack;
      try { require(${JSON.stringify(join(folder, 'shout.ts'))}).shout({ words: 'no' }); } catch (cause) { stack = cause.stack; }
      const compiled = Object.keys(require.cache).some((file) => file.includes('/ts-node/'));
      console.log(JSON.stringify({ stack, compiled }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return JSON.parse(stdout) as ReturnType<typeof run>;
  }

  it('is kept, runs without ts-node from then on, and its errors name the lines of the source', () => {
    writeFileSync(join(folder, 'shout.ts'), SOURCE);
    const [first, second] = [run(), run()];
    assert.deepEqual([first.compiled, second.compiled], [true, false]);
    for (const { stack } of [first, second]) assert.match(stack, /^Error: no\n.*shout\.ts:4:9\)/);
  });

  it('is compiled anew when it changed, and takes the place of what it was', () => {
    writeFileSync(join(folder, 'shout.ts'), `// one line more\n${SOURCE}`);
    const { compiled, stack } = run();
    assert.equal(compiled, true);
    assert.match(stack, /shout\.ts:5:9\)/);
    assert.equal(kept().length, 1);
  });

  it('runs all the same where nothing can be kept', () => {
    writeFileSync(join(folder, 'a-file'), '');
    assert.match(run('a-file').stack, /shout\.ts:5:9\)/);
  });
});
