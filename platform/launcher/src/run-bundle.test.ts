import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PROJECT } from './testing/spawned-launcher';

const RUNNER = join(PROJECT, 'platform/launcher/bin/run-bundle.cjs');
const BUNDLE = `
const said = [__filename === process.env.OWN, typeof require('node:fs').readFileSync, this === exports];
import('node:os').then(({ EOL }) => console.log(...said, EOL.length, later()));
function later() { return 'later'; }
process.exitCode = Number(process.env.EXIT ?? 0);
`;

describe('a bundle', () => {
  let folder: string;
  let bundle: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    bundle = join(folder, 'service.cjs');
    writeFileSync(bundle, BUNDLE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function assertRuns(env: Record<string, string> = {}): void {
    const { stdout, stderr } = spawnSync(process.execPath, [RUNNER, bundle], {
      env: { OWN: bundle, ...env },
      encoding: 'utf8',
    });
    assert.equal(stdout, 'true function true 1 later\n', stderr);
  }

  /** What is kept of compiled code: `first` or `whole`. */
  function kept(): (string | undefined)[] {
    return readdirSync(folder)
      .filter((name) => name !== 'service.cjs')
      .map((name) => name.split('.').at(-1));
  }

  it('keeps what was compiled in its first run, and all after a run that ended well', () => {
    assertRuns({ BUNDLE_FIRST_RUN: '1', EXIT: '2' });
    assert.deepEqual(kept(), ['first']);
    assertRuns({ EXIT: '1' });
    assert.deepEqual(kept(), ['first']);
    assertRuns();
    assert.deepEqual(kept(), ['whole']);
    assertRuns();
    assert.deepEqual(kept(), ['whole']);
  });

  it('runs all the same when what was kept is of no use', () => {
    assertRuns();
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.whole'));
    writeFileSync(join(folder, name ?? ''), 'of no use');
    assertRuns();
  });
});
