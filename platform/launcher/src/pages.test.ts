import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ensurePages } from './pages';
import { Toolbox } from './processes/toolbox';
import { Undertaker } from './processes/undertaker';
import { Steps } from './steps';
import { PROJECT } from './testing/spawned-launcher';

describe('the pages', () => {
  let undertaker: Undertaker;
  let tools: Toolbox;
  let folder: string;
  let sources: string;
  let cacheDir: string;

  before(() => {
    undertaker = new Undertaker();
    tools = new Toolbox(undertaker);
  });
  after(() => undertaker.dismiss());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    sources = join(folder, 'web');
    cacheDir = join(folder, 'cache');
    mkdirSync(join(sources, 'src'), { recursive: true });
    writeFileSync(join(sources, 'vite.config.mts'), 'export default {};\n');
    writeFileSync(join(sources, 'index.html'), '<script type="module" src="/src/main.ts"></script>\n');
    writeFileSync(join(sources, 'src/main.ts'), "document.title = 'as it was' as string;\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function ensured(steps = new Steps()): Promise<string> {
    return await ensurePages({ projectRoot: PROJECT, sources, cacheDir, tools, steps });
  }

  function scriptsIn(root: string): string {
    const assets = join(root, 'assets');
    return readdirSync(assets)
      .map((name) => readFileSync(join(assets, name), 'utf8'))
      .join('\n');
  }

  it('are built once, and again only when what they are made of has changed', async () => {
    const first = new Steps();
    const built = await ensured(first);
    assert.deepEqual(first.prepared, ['build the pages']);
    assert.match(scriptsIn(built), /as it was/);

    const second = new Steps();
    writeFileSync(join(sources, 'src/main.test.ts'), 'a test is no part of a page\n');
    assert.equal(await ensured(second), built);
    assert.deepEqual(second.prepared, []);

    writeFileSync(join(sources, 'src/main.ts'), "document.title = 'as it is';\n");
    const third = new Steps();
    const rebuilt = await ensured(third);
    assert.notEqual(rebuilt, built);
    assert.match(scriptsIn(rebuilt), /as it is/);
  });

  it('are whole, whoever else builds them at the same time', async () => {
    const [one, other] = await Promise.all([ensured(), ensured()]);
    assert.equal(one, other);
    assert.equal(existsSync(join(one, 'index.html')), true);
    assert.equal(readdirSync(join(cacheDir, 'web')).length, 1);
  });

  it('are not there at all when they cannot be built, and one sentence says why', async () => {
    writeFileSync(join(sources, 'src/main.ts'), "import { gone } from './gone';\ngone();\n");
    await assert.rejects(ensured(), (cause: Error) => {
      assert.match(cause.message, /^The pages cannot be built: .*\.\/gone/);
      assert.doesNotMatch(cause.message, /\n| at /);
      return true;
    });
    assert.deepEqual(readdirSync(join(cacheDir, 'web')), []);
  });

  it('go when nobody has used them for hours', async () => {
    const built = await ensured();
    const sevenHoursAgo = new Date(Date.now() - 7 * 3600 * 1000);
    utimesSync(built, sevenHoursAgo, sevenHoursAgo);
    writeFileSync(join(sources, 'src/main.ts'), "document.title = 'younger';\n");
    await ensured();
    assert.equal(existsSync(built), false);
  });
});
